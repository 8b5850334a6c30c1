/** The filters of a list, from data; what is asked rarely stays folded away until it is used. */
import { CloseCircleFilled } from '@ant-design/icons'
import { Button, DatePicker, Form, Input, Select, type FormInstance } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState, type ReactNode } from 'react'
import { useWords } from '../../i18n/index.ts'
import { minorOf } from '../amount.ts'
import { usePhone } from '../usePhone.ts'
import type { AnyFields } from './state.ts'
import type { AnyList } from './useListState.ts'

export interface Option {
  readonly value: string
  readonly label: string
}

interface Named {
  /** The field of the list's definition. */
  readonly name: string
  readonly label: string
  /** Folded away until it is used or asked for. */
  readonly rare?: boolean
  readonly hint?: string
}

export type Filter = Named &
  (
    | { readonly kind: 'text'; readonly lengthMax?: number; readonly inputMode?: 'tel' | 'numeric' }
    | { readonly kind: 'whole' }
    | {
        readonly kind: 'choice' | 'choices'
        readonly options: readonly Option[]
        readonly loading?: boolean
      }
    | { readonly kind: 'day' }
    /** From `name` to `until`: two fields under one label. */
    | { readonly kind: 'days' | 'amounts'; readonly until: string }
  )

interface Props {
  readonly list: AnyList
  readonly filters: readonly Filter[]
}

export function ListFilters({ list, filters }: Props) {
  const { t } = useWords()
  const [form] = Form.useForm<AnyFields>()
  const phone = usePhone()
  useFormOf(form, list, filters)
  const folded = filters.filter(({ rare }, index) => rare === true || (phone && index > 0))
  const isUsed = folded.some((filter) => namesOf(filter).some((name) => list.fields[name]))
  const [chosen, setMore] = useState<boolean>()
  const more = chosen ?? isUsed
  const shown = more ? filters : filters.filter((filter) => !folded.includes(filter))
  const search = () => list.showFields({ ...list.fields, ...form.getFieldsValue() })
  return (
    <Form<AnyFields>
      form={form}
      className="card filters"
      layout="vertical"
      role="search"
      aria-label={t('list.filters')}
      onFinish={search}
      onValuesChange={(changed) => {
        if (isChoice(filters, changed)) search()
      }}
    >
      {shown.map((filter, index) => (
        <FilterField key={filter.name} filter={filter} first={index === 0} />
      ))}
      <div className="filters-end">
        <Button type="primary" ghost htmlType="submit">
          {t('list.apply')}
        </Button>
        <Button disabled={!list.isFiltered} onClick={() => list.showFields({})}>
          {t('list.clear')}
        </Button>
        {folded.length === 0 ? null : (
          <Button type="link" aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? t('list.fewer') : t('list.more')}
          </Button>
        )}
      </div>
    </Form>
  )
}

const namesOf = (filter: Filter): readonly string[] =>
  'until' in filter ? [filter.name, filter.until] : [filter.name]

/** What is chosen is shown at once; what is typed waits for Enter. */
function isChoice(filters: readonly Filter[], changed: AnyFields): boolean {
  const kinds = filters
    .filter((filter) => namesOf(filter).some((name) => name in changed))
    .map(({ kind }) => kind)
  return kinds.some((kind) => kind !== 'text' && kind !== 'whole' && kind !== 'amounts')
}

/** The address is the truth: whoever goes back finds the fields as they were. */
function useFormOf(form: FormInstance, list: AnyList, filters: readonly Filter[]): void {
  const names = filters.flatMap(namesOf)
  const given = JSON.stringify(names.map((name) => list.fields[name] ?? null))
  useEffect(() => {
    const values = JSON.parse(given) as readonly unknown[]
    form.setFieldsValue(
      Object.fromEntries(names.map((name, at) => [name, values[at] ?? undefined])),
    )
    // The names follow from the page, and never change while it stands.
  }, [form, given])
}

interface FieldProps {
  readonly filter: Filter
  readonly first: boolean
}

/** The form keeps a day as the text that stands in the address. */
const day = {
  getValueProps: (text: unknown) => ({ value: typeof text === 'string' ? dayjs(text) : null }),
  normalize: (picked: unknown) => (dayjs.isDayjs(picked) ? picked.format('YYYY-MM-DD') : undefined),
}

function FilterField({ filter, first }: FieldProps): ReactNode {
  const { t } = useWords()
  const item = { name: filter.name, label: filter.label, extra: filter.hint }
  // `/` goes to the first field of the page that says so.
  const marked = first ? { 'data-search': '' } : {}
  switch (filter.kind) {
    case 'text':
    case 'whole':
      return (
        <Form.Item
          {...item}
          rules={filter.kind === 'whole' ? [ruleOf(isWhole, t('list.badWhole'))] : []}
        >
          <Input
            {...marked}
            allowClear={{ clearIcon: <CloseCircleFilled aria-label={t('list.clear')} /> }}
            autoComplete="off"
            className="figure"
            maxLength={filter.kind === 'text' ? (filter.lengthMax ?? 100) : 15}
            inputMode={filter.kind === 'text' ? filter.inputMode : 'numeric'}
          />
        </Form.Item>
      )
    case 'choice':
    case 'choices':
      return (
        <Form.Item {...item}>
          <Select
            allowClear
            {...(filter.kind === 'choices' ? { mode: 'multiple', maxTagCount: 'responsive' } : {})}
            showSearch={{ optionFilterProp: 'label' }}
            options={[...filter.options]}
            loading={filter.loading ?? false}
          />
        </Form.Item>
      )
    case 'day':
      return (
        <Form.Item {...item} {...day}>
          <DatePicker />
        </Form.Item>
      )
    case 'days':
    case 'amounts':
      return <PairField filter={filter} />
  }
}

interface PairProps {
  readonly filter: Extract<Filter, { readonly until: string }>
}

function PairField({ filter }: PairProps) {
  const { t } = useWords()
  const ends = [
    { name: filter.name, word: t('list.from') },
    { name: filter.until, word: t('list.to') },
  ]
  return (
    <Form.Item label={filter.label} extra={filter.hint} className="filters-pair">
      {ends.map(({ name, word }) => {
        const named = { placeholder: word, 'aria-label': `${filter.label} ${word}` }
        return filter.kind === 'days' ? (
          <Form.Item key={name} name={name} noStyle {...day}>
            <DatePicker {...named} />
          </Form.Item>
        ) : (
          <Form.Item key={name} name={name} noStyle rules={[ruleOf(isAmount, t('list.badAmount'))]}>
            <Input {...named} inputMode="decimal" className="figure" />
          </Form.Item>
        )
      })}
    </Form.Item>
  )
}

const isWhole = (typed: string): boolean => /^-?\d{1,15}$/u.test(typed)
const isAmount = (typed: string): boolean => minorOf(typed, 2) !== undefined

const ruleOf = (fits: (typed: string) => boolean, message: string) => ({
  validator: (_: unknown, typed: string | undefined) =>
    typed === undefined || typed.trim() === '' || fits(typed.trim())
      ? Promise.resolve()
      : Promise.reject(new Error(message)),
})
