/** The filters of the list; what is asked rarely stays folded away until it is used. */
import { Button, DatePicker, Form, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import { minorOf } from '../../shared/amount.ts'
import { useMe } from '../auth/session.ts'
import { nameOf, useCurrentMachine } from '../lifecycles/client.ts'
import { usePhone } from '../../shared/usePhone.ts'
import { useCatalogue } from './client.ts'
import { isFiltered, type FilterFields } from './list-query.ts'
import { machineName } from './StateTag.tsx'

interface Props {
  readonly given: FilterFields
  readonly onApply: (fields: FilterFields) => void
}

const rare = [
  'productId',
  'createdFrom',
  'createdTo',
  'amountFrom',
  'amountTo',
  'phone',
  'idNumber',
] as const

/** On a phone these are folded away too. */
const common = ['state', 'dealerId', 'funderId'] as const

export function OrderFilters({ given, onApply }: Props) {
  const { t } = useWords()
  // A dealer or a funder sees its own orders alone, and has nothing to choose.
  const isHouse = useMe().data?.party === null
  const phone = usePhone()
  const folded = phone ? [...rare, ...common] : rare
  const [more, setMore] = useState(folded.some((name) => given[name] !== undefined))
  return (
    <Form<FilterFields>
      className={more ? 'card filters' : 'card filters filters-folded'}
      layout="vertical"
      initialValues={given}
      onFinish={onApply}
      aria-label={t('orders.filters')}
    >
      <Form.Item name="orderNo" label={t('orders.orderNoPrefix')}>
        <Input allowClear maxLength={24} className="figure" />
      </Form.Item>
      <StateFilter />
      {isHouse ? (
        <>
          <CatalogueFilter name="dealerId" kind="dealers" label={t('orders.dealer')} />
          <CatalogueFilter name="funderId" kind="funders" label={t('orders.funder')} />
        </>
      ) : null}
      {more ? <RareFilters /> : null}
      <div className="filters-end">
        <Button type="primary" ghost htmlType="submit">
          {t('orders.apply')}
        </Button>
        <Button disabled={!isFiltered(given)} onClick={() => onApply({})}>
          {t('orders.clear')}
        </Button>
        <Button type="link" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? t('orders.fewerFilters') : t('orders.moreFilters')}
        </Button>
      </div>
    </Form>
  )
}

function StateFilter() {
  const { t, language } = useWords()
  const machine = useCurrentMachine(machineName)
  const options = machine.data?.states.map((state) => ({
    value: state.code,
    label: `${nameOf(state, language)} ${state.code}`,
  }))
  return (
    <Form.Item name="state" label={t('orders.state')} className="filters-common">
      <Select
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        showSearch={{ optionFilterProp: 'label' }}
        options={options ?? []}
        loading={machine.isPending}
      />
    </Form.Item>
  )
}

interface CatalogueProps {
  readonly name: 'dealerId' | 'funderId' | 'productId'
  readonly kind: 'dealers' | 'funders' | 'products'
  readonly label: string
}

/** Whoever may not read a catalogue does without its filter. */
function CatalogueFilter({ name, kind, label }: CatalogueProps) {
  const catalogue = useCatalogue(kind)
  if (catalogue.isError) return null
  const options = catalogue.data?.map(({ code, name: title }) => ({
    value: code,
    label: title === code ? code : `${title} ${code}`,
  }))
  return (
    <Form.Item name={name} label={label} className="filters-common">
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        options={options ?? []}
        loading={catalogue.isPending}
      />
    </Form.Item>
  )
}

/** The form keeps a day as the text that stands in the address. */
const day = {
  getValueProps: (text: unknown) => ({ value: typeof text === 'string' ? dayjs(text) : null }),
  normalize: (picked: unknown) => (dayjs.isDayjs(picked) ? picked.format('YYYY-MM-DD') : undefined),
}

function RareFilters() {
  const { t } = useWords()
  const amountRule = {
    validator: (_: unknown, typed: string | undefined) =>
      typed === undefined || typed === '' || minorOf(typed, 2) !== undefined
        ? Promise.resolve()
        : Promise.reject(new Error(t('orders.amountInvalid'))),
  }
  return (
    <>
      <CatalogueFilter name="productId" kind="products" label={t('orders.product')} />
      <Form.Item label={t('orders.createdBetween')} className="filters-pair">
        <Form.Item name="createdFrom" noStyle {...day}>
          <DatePicker placeholder={t('orders.dayFrom')} aria-label={t('orders.dayFrom')} />
        </Form.Item>
        <Form.Item name="createdTo" noStyle {...day}>
          <DatePicker placeholder={t('orders.dayTo')} aria-label={t('orders.dayTo')} />
        </Form.Item>
      </Form.Item>
      <Form.Item label={t('orders.amountBetween')} className="filters-pair">
        <Form.Item name="amountFrom" noStyle rules={[amountRule]}>
          <Input inputMode="decimal" className="figure" placeholder={t('orders.amountFrom')} />
        </Form.Item>
        <Form.Item name="amountTo" noStyle rules={[amountRule]}>
          <Input inputMode="decimal" className="figure" placeholder={t('orders.amountTo')} />
        </Form.Item>
      </Form.Item>
      <Form.Item name="phone" label={t('orders.phone')} extra={t('orders.personHint')}>
        <Input inputMode="tel" maxLength={20} autoComplete="off" className="figure" />
      </Form.Item>
      <Form.Item name="idNumber" label={t('orders.idNumber')} extra={t('orders.personHint')}>
        <Input maxLength={18} autoComplete="off" className="figure" />
      </Form.Item>
    </>
  )
}
