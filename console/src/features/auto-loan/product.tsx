/** Auto-loan as the order pages know it: columns, filters, facts, words. */
import type { Filter, Option } from '../../shared/list/ListFilters.tsx'
import { useAmount } from '../../shared/useAmount.ts'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { path } from '../../path.ts'
import { useMe } from '../auth/session.ts'
import { nameOf, useCurrentMachine } from '../lifecycles/client.ts'
import type { OrderProduct } from '../orders/product.ts'
import { StateTag } from '../orders/StateTag.tsx'
import { ask, orderList } from './ask.ts'
import { useCatalogue, type AutoLoanOrder } from './client.ts'
import { guardText } from './guard-text.ts'
import { OrderParts } from './OrderParts.tsx'
import { filesOf, prefilled } from './prefill.ts'
import { useColumns } from './useColumns.tsx'
import { words } from './words.ts'

const machine = 'auto-loan'

export const autoLoan: OrderProduct = {
  machine,
  base: '/auto-loan',
  list: orderList,
  exportSource: 'auto-loan.orders',
  creationEvent: 'create_order',
  listPath: path.orders,
  orderPath: path.order,
  newPath: path.newOrder,
  useTitle: () => useWords().t('orders.title'),
  useColumns,
  useFilters,
  ask,
  useOverview,
  partsOf: (order: AutoLoanOrder) => <OrderParts order={order} />,
  prefilled,
  files: ({ images }) => filesOf(images),
  useProductWords: () => useFeatureWords(words).words,
  useGuardText,
}

function useFilters(): readonly Filter[] {
  const { t } = useWords()
  const isHouse = useMe().data?.party === null
  const catalogues = useCatalogueFilters()
  return [
    {
      name: 'orderNo',
      label: t('orders.orderNoPrefix'),
      kind: 'text',
      lengthMax: 20,
    },
    useStateFilter(),
    // A dealer or a funder sees its own orders alone, and has nothing to choose.
    ...(isHouse ? catalogues : []),
    {
      name: 'createdFrom',
      until: 'createdTo',
      label: t('orders.createdBetween'),
      kind: 'days',
      rare: true,
    },
    {
      name: 'amountFrom',
      until: 'amountTo',
      label: t('orders.amountBetween'),
      kind: 'amounts',
      rare: true,
    },
    {
      name: 'phone',
      label: t('orders.phone'),
      hint: t('orders.personHint'),
      kind: 'text',
      lengthMax: 20,
      inputMode: 'tel',
      rare: true,
    },
    {
      name: 'idNumber',
      label: t('orders.idNumber'),
      hint: t('orders.personHint'),
      kind: 'text',
      lengthMax: 18,
      rare: true,
    },
  ]
}

function useStateFilter(): Filter {
  const { t, language } = useWords()
  const current = useCurrentMachine(machine)
  const options = current.data?.states.map((state) => ({
    value: String(state.code),
    label: `${nameOf(state, language)} ${state.code}`,
  }))
  const loading = current.isPending
  return {
    name: 'state',
    label: t('orders.state'),
    kind: 'choices',
    options: options ?? [],
    loading,
  }
}

const catalogues = [
  ['dealerId', 'dealers', 'dealer', false],
  ['funderId', 'funders', 'funder', false],
  ['productId', 'products', 'product', true],
] as const

/** Whoever may not read a catalogue does without its filter. */
function useCatalogueFilters(): readonly Filter[] {
  const { t } = useWords()
  const lists = {
    dealers: useCatalogue('dealers'),
    funders: useCatalogue('funders'),
    products: useCatalogue('products'),
  }
  return catalogues.flatMap(([name, kind, word, rare]): Filter[] => {
    const { data, isError, isPending } = lists[kind]
    if (isError) return []
    const options = (data ?? []).map(({ code, name: title }): Option => ({
      value: code,
      label: title === code ? code : `${title} ${code}`,
    }))
    const label = t(`orders.${word}`)
    return [{ name, label, kind: 'choices', options, loading: isPending, rare }]
  })
}

function useOverview(order: AutoLoanOrder) {
  const { t, words: shared } = useWords()
  const amount = useAmount()
  const money = (minor: number | string) => amount(minor, order.currency)
  const none = t('order.none')
  const subsystems = Object.entries(order.subsystem).flatMap(([field, code]) => {
    if (code === null) return []
    const tag = <StateTag key={field} machine={machine} code={code} version={order.smVersion} />
    return [[wordOf(shared.subsystems, field), tag] as const]
  })
  return [
    [t('orders.financeAmount'), <strong key="amount">{money(order.financeAmount)}</strong>],
    [shared.fields.downPaymentAmount, money(order.downPaymentAmount)],
    [shared.fields.depositAmount, money(order.depositAmount)],
    [t('orders.dealer'), order.dealerId],
    [t('orders.product'), order.productId ?? none],
    [t('orders.funder'), order.funderId ?? none],
    ...subsystems,
    [shared.subsystems.lend_preaudit, wordOf(shared.codes, order.lendPreaudit)],
  ] as const
}

function useGuardText() {
  const { words: shared } = useWords()
  const own = useFeatureWords(words)
  const amount = useAmount()
  const separator = own.language === 'zh' ? '、' : ', '
  return (guard: string, facts: Readonly<Record<string, unknown>>, currency: string) =>
    guardText(guard, facts, {
      own: own.words,
      codes: shared.codes,
      amount: (minor) => amount(minor, currency),
      separator,
    })
}
