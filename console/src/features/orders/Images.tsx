/** Images of the order. They are fetched on request only: the server keeps who looked at which. */
import { FileImageOutlined, FilePdfOutlined, UploadOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Select, Upload } from 'antd'
import { useState } from 'react'
import { command } from '../../api.ts'
import { problemText, useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { once } from '../../shared/idempotency.ts'
import { minuteText } from '../../shared/moment.ts'
import { orderKey, type OrderImage, type OrderView } from './client.ts'
import { ImageViewer } from './ImageViewer.tsx'
import { isPdf } from './image.ts'
import { useOperation } from './operations.ts'
import { useProduct } from './product.ts'
import { words } from './words.ts'

export function Images({ order }: { readonly order: OrderView }) {
  const { t } = useWords()
  const [open, setOpen] = useState<number>()
  return (
    <Card title={t('order.images')} end={<UploadImage order={order} />}>
      {order.images.length === 0 ? <p className="soft">{t('order.imagesNone')}</p> : null}
      <ul className="images">
        {order.images.map((image, at) => (
          <OneImage key={image.id} image={image} onOpen={() => setOpen(at)} />
        ))}
      </ul>
      {open === undefined ? null : (
        <ImageViewer
          orderNo={order.orderNo}
          images={order.images}
          at={open}
          onChange={setOpen}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Card>
  )
}

interface OneProps {
  readonly image: OrderImage
  readonly onOpen: () => void
}

function OneImage({ image, onOpen }: OneProps) {
  const { language, words: shared } = useWords()
  const { t } = useFeatureWords(words)
  const kind = wordOf(shared.codes, image.kind)
  return (
    <li className="image">
      <Button
        type="text"
        icon={isPdf(image) ? <FilePdfOutlined /> : <FileImageOutlined />}
        aria-label={t('image.open', { name: `${kind} ${image.name}` })}
        onClick={onOpen}
      >
        <span className="image-text">
          <strong>{kind}</strong>
          <span className="soft" title={image.name}>
            {image.name}
          </span>
          <span className="soft figure">
            {minuteText(image.uploadedAt, language)} · {image.uploadedBy}
          </span>
        </span>
      </Button>
    </li>
  )
}

function UploadImage({ order }: { readonly order: OrderView }) {
  const { t, words: shared } = useWords()
  const { base } = useProduct()
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
      const path = `${base}/orders/${order.orderNo}/images`
      return once(form, (idempotencyKey) =>
        command({ path, query: { kind }, body, idempotencyKey }),
      )
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: orderKey(base, order.orderNo) })
      void message.success(t('order.uploaded'))
    },
    onError: (error) => message.error(problemText(shared, error)),
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
        options={kinds.map((value) => ({ value, label: wordOf(shared.codes, value) }))}
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
