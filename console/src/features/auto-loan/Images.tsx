/** Images of the order. They are fetched on request only: the server keeps who looked at which. */
import { FileImageOutlined, UploadOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Image, Select, Upload } from 'antd'
import { useState } from 'react'
import { command, readFile } from '../../api.ts'
import { problemText, useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { minuteText } from '../../shared/moment.ts'
import { once } from '../../shared/idempotency.ts'
import { orderKey, type Order, type OrderImage } from './client.ts'
import { useOperation } from './operations.ts'

export function Images({ order }: { readonly order: Order }) {
  const { t } = useWords()
  return (
    <Card title={t('order.images')} end={<UploadImage order={order} />}>
      {order.images.length === 0 ? <p className="soft">{t('order.imagesNone')}</p> : null}
      <ul className="images">
        {order.images.map((image) => (
          <OneImage key={image.id} orderNo={order.orderNo} image={image} />
        ))}
      </ul>
    </Card>
  )
}

interface OneProps {
  readonly orderNo: string
  readonly image: OrderImage
}

function OneImage({ orderNo, image }: OneProps) {
  const { language, words } = useWords()
  const { message } = App.useApp()
  const [address, setAddress] = useState<string>()
  const isPdf = image.contentType === 'application/pdf'
  const look = useMutation({
    mutationFn: async () =>
      URL.createObjectURL(await readFile(`/auto-loan/orders/${orderNo}/images/${image.id}`)),
    onSuccess: (seen) => (isPdf ? void window.open(seen, '_blank', 'noopener') : setAddress(seen)),
    onError: (error) => message.error(problemText(words, error)),
  })

  function close(): void {
    if (address !== undefined) URL.revokeObjectURL(address)
    setAddress(undefined)
  }

  return (
    <li className="image">
      <Button
        type="text"
        icon={<FileImageOutlined />}
        loading={look.isPending}
        onClick={() => look.mutate()}
      >
        <span className="image-text">
          <strong>{wordOf(words.codes, image.kind)}</strong>
          <span className="soft">{image.name}</span>
          <span className="soft figure">
            {minuteText(image.uploadedAt, language)} · {image.sha256.slice(0, 12)}
          </span>
        </span>
      </Button>
      {address === undefined ? null : (
        <Image
          src={address}
          alt={image.name}
          classNames={{ root: 'image-hidden' }}
          preview={{ open: true, onOpenChange: close }}
        />
      )}
    </li>
  )
}

function UploadImage({ order }: { readonly order: Order }) {
  const { t, words } = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const operation = useOperation('uploadImage')
  const kinds = operation.choicesOf('kind')
  const [kind, setKind] = useState<string>()
  const send = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData()
      body.append('file', file)
      const form = `image ${order.orderNo} ${kind} ${file.name} ${file.size} ${file.lastModified}`
      const path = `/auto-loan/orders/${order.orderNo}/images`
      return once(form, (idempotencyKey) =>
        command({ path, query: { kind }, body, idempotencyKey }),
      )
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: orderKey(order.orderNo) })
      void message.success(t('order.uploaded'))
    },
    onError: (error) => message.error(problemText(words, error)),
  })
  if (!operation.mayDo) return null
  return (
    <div className="upload">
      <Select
        size="small"
        aria-label={t('order.imageKind')}
        placeholder={t('order.imageKind')}
        popupMatchSelectWidth={false}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: wordOf(words.codes, value) }))}
      />
      <Upload
        showUploadList={false}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        disabled={kind === undefined}
        beforeUpload={(file) => {
          send.mutate(file)
          return false
        }}
      >
        <Button
          size="small"
          icon={<UploadOutlined />}
          disabled={kind === undefined}
          loading={send.isPending}
        >
          {t('order.upload')}
        </Button>
      </Upload>
    </div>
  )
}
