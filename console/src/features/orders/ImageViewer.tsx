/** One image at a time, large: zoom, turn, the next one, by buttons and by keys. */
import {
  DownloadOutlined,
  LeftOutlined,
  ReloadOutlined,
  RightOutlined,
  RotateRightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { readFile } from '../../api.ts'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { Failed, Loading } from '../../layout/states.tsx'
import { minuteText } from '../../shared/moment.ts'
import type { OrderImage } from './client.ts'
import {
  deedOf,
  fit,
  isPdf,
  larger,
  smaller,
  stepped,
  turned,
  type Deed,
  type Look,
} from './image.ts'
import { useProduct } from './product.ts'
import { words } from './words.ts'

interface Props {
  readonly orderNo: string
  readonly images: readonly OrderImage[]
  readonly at: number
  readonly onChange: (at: number) => void
  readonly onClose: () => void
}

export function ImageViewer({ orderNo, images, at, onChange, onClose }: Props) {
  const { t } = useFeatureWords(words)
  const [look, setLook] = useState<Look>(fit)
  const stage = useRef<HTMLDivElement>(null)
  const image = images[at]
  const file = useImageFile(orderNo, image)
  if (image === undefined) return null

  function act(deed: Deed): void {
    if (deed === 'previous' || deed === 'next') {
      setLook(fit)
      onChange(stepped(at, deed === 'next' ? 1 : -1, images.length))
      return
    }
    const looks = { larger, smaller, turn: turned, fit: () => fit }
    setLook(looks[deed])
  }

  function onKeyDown(event: KeyboardEvent): void {
    const deed = deedOf(event.key)
    if (deed === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act(deed)
  }

  return (
    <Modal
      open
      width="min(1100px, 100vw)"
      title={t('image.title', { at: at + 1, count: images.length })}
      onCancel={onClose}
      footer={null}
      classNames={{ body: 'viewer-body' }}
      destroyOnHidden
      // Keys work from the first moment.
      afterOpenChange={(open) => {
        if (open) stage.current?.focus()
      }}
    >
      <div className="viewer" onKeyDown={onKeyDown}>
        <Tools images={images} image={image} file={file.data} onDeed={act} />
        <div
          ref={stage}
          className="viewer-stage"
          tabIndex={0}
          role="group"
          aria-label={t('image.keys')}
        >
          {file.isPending ? <Loading /> : null}
          {file.isError ? <Failed error={file.error} retry={file.refetch} /> : null}
          {file.data === undefined ? null : <Shown image={image} file={file.data} look={look} />}
        </div>
        <Caption image={image} />
      </div>
    </Modal>
  )
}

interface ImageFile {
  readonly blob: Blob
  readonly address: string
}

/** The server writes down each look, so an image is asked for when it is shown, and then kept. */
function useImageFile(orderNo: string, image: OrderImage | undefined) {
  const { base } = useProduct()
  return useQuery({
    queryKey: [base, 'image', orderNo, image?.id],
    queryFn: async (): Promise<ImageFile> => {
      const blob = await readFile(`${base}/orders/${orderNo}/images/${image?.id ?? ''}`)
      return { blob, address: URL.createObjectURL(blob) }
    },
    enabled: image !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

interface ShownProps {
  readonly image: OrderImage
  readonly file: ImageFile
  readonly look: Look
}

function Shown({ image, file, look }: ShownProps) {
  const { words: shared } = useWords()
  const { t } = useFeatureWords(words)
  if (isPdf(image)) {
    return (
      <div className="viewer-pdf">
        <p>{t('image.document')}</p>
        <a href={file.address} target="_blank" rel="noopener noreferrer">
          {t('image.newWindow')}
        </a>
      </div>
    )
  }
  const kind = wordOf(shared.codes, image.kind)
  return (
    <img
      src={file.address}
      alt={t('image.alt', { kind, name: image.name })}
      style={{ transform: `scale(${look.scale}) rotate(${look.turn}deg)` }}
    />
  )
}

interface ToolsProps {
  readonly images: readonly OrderImage[]
  readonly image: OrderImage
  readonly file: ImageFile | undefined
  readonly onDeed: (deed: Deed) => void
}

function Tools({ images, image, file, onDeed }: ToolsProps) {
  const { t } = useFeatureWords(words)
  const icons: readonly (readonly [Deed, ReactNode])[] = [
    ['previous', <LeftOutlined key="i" />],
    ['next', <RightOutlined key="i" />],
    ['smaller', <ZoomOutOutlined key="i" />],
    ['larger', <ZoomInOutlined key="i" />],
    ['turn', <RotateRightOutlined key="i" />],
    ['fit', <ReloadOutlined key="i" />],
  ]
  const shown = icons.filter(([deed]) => isUseful(deed, image, images.length))
  return (
    <div className="viewer-tools" role="toolbar" aria-label={t('image.keys')}>
      {shown.map(([deed, icon]) => (
        <Button
          key={deed}
          icon={icon}
          aria-label={t(`image.${deed}`)}
          title={t(`image.${deed}`)}
          onClick={() => onDeed(deed)}
        />
      ))}
      {file === undefined ? null : (
        <Button icon={<DownloadOutlined />} href={file.address} download={image.name}>
          {t('image.download')}
        </Button>
      )}
    </div>
  )
}

function isUseful(deed: Deed, image: OrderImage, count: number): boolean {
  if (deed === 'previous' || deed === 'next') return count > 1
  return !isPdf(image)
}

function Caption({ image }: { readonly image: OrderImage }) {
  const { language, words: shared } = useWords()
  const { t } = useFeatureWords(words)
  const by = t('image.by', {
    who: image.uploadedBy,
    at: minuteText(image.uploadedAt, language),
  })
  return (
    <p className="viewer-caption">
      <strong>{wordOf(shared.codes, image.kind)}</strong> · {image.name} · {by}
    </p>
  )
}
