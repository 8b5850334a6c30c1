/** Which columns a person wants to see; the server keeps it, so it is the same on every machine. */
import { TableOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useWords } from '../../i18n/index.ts'
import type { Column } from './columns.ts'
import { shownColumns } from './columns.ts'
import { useChooseColumns, useListSettings } from './settings.ts'

interface Props<Row> {
  readonly list: string
  readonly columns: readonly Column<Row>[]
}

export function ColumnChoice<Row>({ list, columns }: Props<Row>) {
  const { t } = useWords()
  const chosen = useListSettings(list).data?.columns
  const choose = useChooseColumns(list)
  const shown = shownColumns(columns, chosen).map(({ key }) => key)
  const options = columns.slice(1).map(({ key, title }) => ({ value: key, label: title }))
  const content = (
    <div className="column-choice">
      <Checkbox.Group<string>
        className="column-choice-boxes"
        options={options}
        value={shown}
        onChange={(keys) => choose.mutate(keys)}
      />
      <Button type="link" size="small" disabled={!chosen} onClick={() => choose.mutate(null)}>
        {t('list.columnsAll')}
      </Button>
    </div>
  )
  return (
    <Popover content={content} trigger="click" placement="bottomRight">
      <Button size="small" icon={<TableOutlined />} aria-haspopup="dialog">
        {t('list.columns')}
      </Button>
    </Popover>
  )
}
