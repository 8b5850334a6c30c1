/** Saved views: filters and sort under a name, one's own or shared with colleagues. */
import { DeleteOutlined, PushpinOutlined, TeamOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Form, Input, Modal, Popover } from 'antd'
import { useState } from 'react'
import { problemText, useWords } from '../../i18n/index.ts'
import { useDeleteView, useListSettings, useSaveView, type SavedView } from './settings.ts'
import type { AnyList } from './useListState.ts'

interface Props {
  readonly list: AnyList
}

export function Views({ list }: Props) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [naming, setNaming] = useState(false)
  const views = useListSettings(list.name).data?.views ?? []
  const current = views.find(({ search }) => search === list.search && list.isFiltered)
  const content = (
    <div className="views">
      {views.length === 0 ? <p className="soft">{t('list.viewsNone')}</p> : null}
      <ul>
        {views.map((view) => (
          <ViewRow
            key={view.id}
            list={list}
            view={view}
            current={view === current}
            onOpen={() => setOpen(false)}
          />
        ))}
      </ul>
      <Button
        type="link"
        size="small"
        onClick={() => {
          setOpen(false)
          setNaming(true)
        }}
      >
        {t('list.viewSave')}
      </Button>
    </div>
  )
  return (
    <>
      <Popover
        content={content}
        trigger="click"
        placement="bottomRight"
        open={open}
        onOpenChange={setOpen}
      >
        <Button size="small" icon={<PushpinOutlined />} aria-haspopup="dialog">
          {current?.name ?? t('list.views')}
        </Button>
      </Popover>
      {naming ? <NameView list={list} onClose={() => setNaming(false)} /> : null}
    </>
  )
}

interface RowProps extends Props {
  readonly view: SavedView
  readonly current: boolean
  readonly onOpen: () => void
}

function ViewRow({ list, view, current, onOpen }: RowProps) {
  const { t, words } = useWords()
  const { message } = App.useApp()
  const drop = useDeleteView(list.name)
  const { id, name, search, shared, own, owner } = view
  function show(): void {
    onOpen()
    list.showSearch(search)
  }
  return (
    <li className={current ? 'view view-current' : 'view'}>
      <button type="button" className="view-name" onClick={show}>
        {name}
      </button>
      {shared ? (
        <span className="soft view-shared" title={own ? undefined : t('list.viewOwner', { owner })}>
          <TeamOutlined /> {t('list.viewShared')}
        </span>
      ) : null}
      {own ? (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('list.viewDelete', { name })}
          onClick={() =>
            drop.mutate(id, {
              onSuccess: () => void message.success(t('list.viewDeleted')),
              onError: (error) => void message.error(problemText(words, error)),
            })
          }
        />
      ) : null}
    </li>
  )
}

const nameLengthMax = 60

interface NameProps extends Props {
  readonly onClose: () => void
}

function NameView({ list, onClose }: NameProps) {
  const { t, words } = useWords()
  const { message } = App.useApp()
  const save = useSaveView(list.name)
  const [form] = Form.useForm<{ name: string; shared?: boolean }>()
  return (
    <Modal
      open
      title={t('list.viewSave').replace('…', '')}
      okText={t('list.save')}
      cancelText={t('list.cancel')}
      confirmLoading={save.isPending}
      onOk={form.submit}
      onCancel={onClose}
      width={420}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ name, shared = false }) =>
          save.mutate(
            { name: name.trim(), shared, search: list.search },
            {
              onSuccess: () => {
                void message.success(t('list.viewSaved'))
                onClose()
              },
              onError: (error) => void message.error(problemText(words, error)),
            },
          )
        }
      >
        <Form.Item
          name="name"
          label={t('list.viewName')}
          rules={[{ required: true, whitespace: true, message: t('list.viewNameMissing') }]}
        >
          <Input maxLength={nameLengthMax} autoFocus />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox>{t('list.viewShare')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
