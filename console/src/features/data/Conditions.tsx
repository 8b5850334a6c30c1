/** The conditions of a table page: those that hold, and a line to add another one. */
import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Select } from 'antd'
import { useFeatureWords, useWords } from '../../i18n/index.ts'
import type { AnyList } from '../../shared/list/useListState.ts'
import {
  conditionOf,
  filterText,
  takesValue,
  type Operator,
  type TableDescription,
} from './client.ts'
import { words } from './words.ts'

interface Props {
  readonly table: TableDescription
  readonly list: AnyList
}

interface Draft {
  readonly column?: string
  readonly operator?: Operator
  readonly value?: string
}

export function Conditions({ table, list }: Props) {
  const { t } = useFeatureWords(words)
  const asked = [list.fields['filter'] ?? []].flat()
  const show = (filter: readonly string[]) => list.showFields({ filter })
  return (
    <section className="card data-conditions" aria-label={t('conditions')} role="search">
      {asked.length === 0 ? null : (
        <ul className="data-chips">
          {asked.map((text) => (
            <li key={text}>
              <Chip text={text} onRemove={() => show(asked.filter((one) => one !== text))} />
            </li>
          ))}
        </ul>
      )}
      <NewCondition
        table={table}
        onAdd={(text) => show([...asked.filter((one) => one !== text), text])}
      />
    </section>
  )
}

interface ChipProps {
  readonly text: string
  readonly onRemove: () => void
}

function Chip({ text, onRemove }: ChipProps) {
  const { t } = useFeatureWords(words)
  const condition = conditionOf(text)
  const said =
    condition === undefined
      ? text
      : [condition.column, t(`operators.${condition.operator}`), condition.value].join(' ').trim()
  return (
    <span className="data-chip">
      <span className="figure">{said}</span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('remove', { condition: said })}
        onClick={onRemove}
      />
    </span>
  )
}

interface NewProps {
  readonly table: TableDescription
  readonly onAdd: (text: string) => void
}

function NewCondition({ table, onAdd }: NewProps) {
  const { t } = useFeatureWords(words)
  const { t: common } = useWords()
  const [form] = Form.useForm<Draft>()
  const column = Form.useWatch('column', form)
  const operator = Form.useWatch('operator', form)
  const described = table.details.find(({ name }) => name === column)
  const required = [{ required: true, message: common('form.required') }]
  return (
    <Form<Draft>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="data-new-condition"
      onValuesChange={(changed) => {
        // Another column can be asked other things.
        if ('column' in changed) form.setFieldsValue({ operator: firstOperator(table, changed) })
      }}
      onFinish={({ column: name = '', operator: how = 'eq', value = '' }) => {
        onAdd(filterText(name, how, takesValue(how) ? value.trim() : ''))
        form.resetFields()
      }}
    >
      <Form.Item name="column" label={t('column')} rules={required}>
        <Select
          data-search=""
          showSearch
          popupMatchSelectWidth={false}
          options={table.details
            .filter(({ operators }) => operators.length > 0)
            .map(({ name, type }) => ({ value: name, label: name, title: type }))}
        />
      </Form.Item>
      <Form.Item name="operator" label={t('operator')} rules={required}>
        <Select
          popupMatchSelectWidth={false}
          options={(described?.operators ?? []).map((one) => ({
            value: one,
            label: t(`operators.${one}`),
          }))}
        />
      </Form.Item>
      {operator !== undefined && !takesValue(operator) ? null : (
        <Form.Item
          name="value"
          label={t('value')}
          rules={required}
          extra={described?.type === 'timestamp with time zone' ? t('valueHint') : undefined}
        >
          <Input className="figure" autoComplete="off" maxLength={500} />
        </Form.Item>
      )}
      <Button htmlType="submit" icon={<PlusOutlined />} className="data-add">
        {t('add')}
      </Button>
    </Form>
  )
}

const firstOperator = ({ details }: TableDescription, { column }: Draft): Operator =>
  details.find(({ name }) => name === column)?.operators[0] ?? 'eq'
