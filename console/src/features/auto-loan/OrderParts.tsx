/** What is known of an order, subject by subject; subjects without anything are left out. */
import { Tag } from 'antd'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { fieldsOf, type Field } from '../../shared/schema-fields.ts'
import { minuteText } from '../../shared/moment.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import { usePayloads, type Facts } from '../orders/client.ts'
import { FactRows } from '../orders/FactRows.tsx'
import { FactSheet, FactsOf } from '../orders/FactSheet.tsx'
import { Masked } from '../orders/Masked.tsx'
import type { AutoLoanOrder, Person } from './client.ts'
import { missingSignatures, today } from './prefill.ts'
import { MoneyParts } from './MoneyParts.tsx'
import { Recording } from '../orders/Recording.tsx'
import { words as ownWords } from './words.ts'

interface Props {
  readonly order: AutoLoanOrder
}

export function OrderParts({ order }: Props) {
  const { t } = useWords()
  const { currency } = order
  return (
    <>
      <PersonCard
        title={t('order.applicant')}
        part="applicant"
        person={order.applicant}
        order={order}
      />
      {order.coBorrower === null ? null : (
        <PersonCard
          title={t('order.coBorrower')}
          part="co_borrower"
          person={order.coBorrower}
          order={order}
        />
      )}
      <Card title={t('order.car')}>
        <FactsOf
          facts={order.car}
          names={[
            'maker',
            'style',
            'category',
            'condition',
            'energy',
            'usage',
            'colour',
            'vin',
            'engineNo',
            'salePrice',
            'assessedPrice',
          ]}
          currency={currency}
        />
      </Card>
      {order.plan === null ? null : <PlanCard plan={order.plan} currency={currency} />}
      <AuditsCard order={order} />
      {order.routing.length === 0 ? null : <RoutingCard order={order} />}
      {order.contracts.map((set) => (
        <ContractCard key={String(set['revision'])} set={set} order={order} />
      ))}
      <MoneyParts order={order} />
    </>
  )
}

interface PersonProps extends Props {
  readonly title: string
  readonly part: 'applicant' | 'co_borrower'
  readonly person: Person
}

function PersonCard({ title, part, person, order }: PersonProps) {
  const { t, language, words } = useWords()
  const amount = useAmount()
  const known = useFieldsByName(order.smVersion)
  const shown = (name: string, text: string): string => {
    const kind = known.get(name)?.shape.kind
    return kind === 'amount' && /^\d+$/u.test(text)
      ? amount(text, order.currency)
      : wordOf(words.codes, text)
  }
  if (!person.readable) {
    return (
      <Card title={title}>
        <p className="soft">{t('order.erased')}</p>
      </Card>
    )
  }
  return (
    <Card title={title}>
      {Object.entries(person.groups).map(([group, fields]) => (
        <section key={group} className="fact-group">
          <h3>{wordOf(words.groups, group)}</h3>
          <FactSheet
            entries={Object.entries(fields).map(([name, text]) => {
              const field = known.get(name)?.titles[language] ?? name
              return [
                field,
                <Masked
                  key={name}
                  orderNo={order.orderNo}
                  person={part}
                  field={name}
                  title={field}
                  value={text}
                  shown={(clear) => shown(name, clear)}
                />,
              ]
            })}
          />
        </section>
      ))}
    </Card>
  )
}

/** Titles of all fields that any event of the machine takes, by their names. */
function useFieldsByName(version: string): ReadonlyMap<string, Field> {
  const payloads = usePayloads(version).data?.payloads ?? {}
  return new Map(
    Object.values(payloads)
      .flatMap((schema) => flat(fieldsOf(schema)))
      .map((field) => [field.name, field]),
  )
}

const flat = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) =>
    field.shape.kind === 'group' ? [field, ...flat(field.shape.fields)] : [field],
  )

function PlanCard({ plan, currency }: { readonly plan: Facts; readonly currency: string }) {
  const { t, words } = useWords()
  const fees = rowsOf(plan['fees'])
  return (
    <Card title={t('order.plan')}>
      <FactsOf
        facts={plan}
        names={[
          'product',
          'term',
          'salePrice',
          'downPayment',
          'financeAmount',
          'yearRate',
          'dailyLateRate',
          'earlySettlementRate',
          'savedAt',
        ]}
        currency={currency}
      />
      {fees.length === 0 ? null : (
        <FactRows
          label={t('order.plan')}
          rows={fees}
          names={['fee', 'amount', 'financed']}
          cells={{ fee: (row) => wordOf(words.codes, String(row['kind'])) }}
          currency={currency}
        />
      )}
    </Card>
  )
}

/** A nested list of the answer. */
export const rowsOf = (list: unknown): readonly Facts[] =>
  // The server's schema says that these are objects.
  Array.isArray(list) ? (list as readonly Facts[]) : []

function AuditsCard({ order }: Props) {
  const { t, language, words } = useWords()
  const machine = useMachine('auto-loan', order.smVersion)
  if (order.audits.length === 0) return null
  const names = [
    'event',
    'conclusion',
    'conditions',
    'netCheck',
    'phoneCheck',
    'comment',
    'auditor',
  ] as const
  const label = (row: Facts): string => {
    const move = machine.data?.moves.find(({ event }) => event === row['event'])
    return move ? labelOf(move, language) : String(row['event'])
  }
  const check = (given: unknown): string => {
    if (typeof given !== 'object' || given === null) return t('order.none')
    const { result, reason, comment } = given as Readonly<Record<string, string | undefined>>
    const parts = [wordOf(words.codes, result ?? ''), reason, comment]
    return parts.filter(Boolean).join(' · ')
  }
  return (
    <Card title={t('order.audits')} flush>
      <FactRows
        label={t('order.audits')}
        rows={order.audits}
        names={names.filter((name) => order.audits.some((row) => row[name] !== null))}
        cells={{
          event: label,
          netCheck: (row) => check(row['netCheck']),
          phoneCheck: (row) => check(row['phoneCheck']),
          auditor: (row) => (
            <>
              {String(row['auditor'])}
              <time className="soft cell-line">
                {minuteText(String(row['concludedAt']), language)}
              </time>
            </>
          ),
        }}
        currency={order.currency}
      />
    </Card>
  )
}

function RoutingCard({ order }: Props) {
  const { t } = useWords()
  const rows = order.routing.map((choice) => {
    const application = choice['application']
    const asked = typeof application === 'object' && application !== null ? application : {}
    return { ...asked, ...choice }
  })
  return (
    <Card title={t('order.routing')} flush>
      <FactRows
        label={t('order.routing')}
        rows={rows}
        names={['funder', 'state', 'amount', 'term', 'approvedAmount', 'monthlyRate', 'reason']}
        currency={order.currency}
      />
    </Card>
  )
}

interface ContractProps extends Props {
  readonly set: Facts
}

function ContractCard({ set, order }: ContractProps) {
  const { t, words } = useWords()
  const own = useFeatureWords(ownWords)
  const signatures = rowsOf(set['signatures'])
  const documents = Array.isArray(set['documents']) ? set['documents'].map(String) : []
  const isVoid = set['voidedAt'] !== null
  const rows = documents.flatMap((document): readonly Facts[] => {
    const signed = signatures.filter((one) => one['document'] === document)
    return signed.length > 0 ? signed : [{ document, signer: t('order.unsigned') }]
  })
  const revision = Number(set['revision'])
  const funder = String(set['funder'])
  const end = isVoid ? (
    <Tag>{words.fields.voided}</Tag>
  ) : (
    <Recording
      order={order}
      operationId="recordSignature"
      path="signatures"
      label={own.t('recordSignature')}
      initial={missingSignatures(order)[0] ?? { signedOn: today() }}
    />
  )
  return (
    <Card
      title={`${t('order.contracts')} · ${t('order.contractSet', { revision, funder })}`}
      end={end}
      flush
    >
      <FactRows
        label={t('order.contracts')}
        rows={rows}
        names={['document', 'signer', 'signedOn']}
        cells={{ document: (row) => wordOf(own.words.documents, String(row['document'])) }}
        currency={order.currency}
      />
    </Card>
  )
}
