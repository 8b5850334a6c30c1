/** The legs of a journal, drawn: bands from who is debited to who is credited. */
import { Link } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { path } from '../../path.ts'
import { useAmount } from '../../shared/useAmount.ts'
import type { Journal, Leg, Party } from './client.ts'
import { flowOf, type Flow, type FlowNode } from './flow.ts'
import { words } from './words.ts'

export function JournalFlow({ journal }: { readonly journal: Journal }) {
  const { t } = useFeatureWords(words)
  const parties = new Map(journal.accounts.map((party) => [party.accountNo, party]))
  const byCurrency = Map.groupBy(journal.legs, ({ debit }) => parties.get(debit)?.currency ?? '')
  return (
    <Card title={t('journalPage.flow')}>
      {journal.legs.length === 0 ? (
        <p className="soft">{t('journalPage.flowNone')}</p>
      ) : (
        <p className="soft">{t('journalPage.flowNote')}</p>
      )}
      {[...byCurrency].map(([currency, legs]) => (
        <Drawing key={currency} legs={legs} currency={currency} parties={parties} />
      ))}
    </Card>
  )
}

interface DrawingProps {
  readonly legs: readonly Leg[]
  readonly currency: string
  readonly parties: ReadonlyMap<string, Party>
}

function Drawing({ legs, currency, parties }: DrawingProps) {
  const { t } = useFeatureWords(words)
  const flow = flowOf(legs)
  const money = useMoney(currency)
  return (
    <figure className="flow">
      <div className="flow-head" aria-hidden="true">
        <span>{t('debit')}</span>
        <span>{t('credit')}</span>
      </div>
      <div className="flow-body" style={{ height: flow.height }}>
        <Nodes nodes={flow.payers} parties={parties} money={money} />
        <div className="flow-bands">
          <Bands flow={flow} label={t('journalPage.flowAlt', { count: legs.length })} />
          {flow.bands.length === 1
            ? null
            : flow.bands.map(({ debit, credit, amount, middle }) => (
                <span
                  key={`${debit} ${credit}`}
                  className="flow-amount figure"
                  style={{ top: middle }}
                >
                  {money(amount)}
                </span>
              ))}
        </div>
        <Nodes nodes={flow.payees} parties={parties} money={money} />
      </div>
      {flow.pairs > flow.bands.length ? (
        <figcaption className="soft">
          {t('journalPage.flowMore', { shown: flow.bands.length, all: flow.pairs })}
        </figcaption>
      ) : null}
    </figure>
  )
}

type Money = (amount: bigint) => string

function useMoney(currency: string): Money {
  const amount = useAmount()
  return (minor) => amount(String(minor), currency)
}

interface BandsProps {
  readonly flow: Flow
  readonly label: string
}

function Bands({ flow, label }: BandsProps) {
  return (
    <svg
      viewBox={`0 0 100 ${flow.height}`}
      preserveAspectRatio="none"
      className="flow-drawing"
      height={flow.height}
      role="img"
      aria-label={label}
    >
      {flow.bands.map(({ debit, credit, outline }, at) => (
        <path
          key={`${debit} ${credit}`}
          d={outline}
          // Six colours, again and again: neighbours are told apart.
          style={{ fill: `var(--series-${(at % 6) + 1})` }}
        />
      ))}
      {[
        ...flow.payers.map((node) => ({ node, x: 0 })),
        ...flow.payees.map((node) => ({ node, x: 98.5 })),
      ].map(({ node, x }) => (
        <rect
          key={`${x} ${node.accountNo}`}
          x={x}
          y={node.barTop}
          width="1.5"
          height={node.barHeight}
        />
      ))}
    </svg>
  )
}

interface NodesProps {
  readonly nodes: readonly FlowNode[]
  readonly parties: ReadonlyMap<string, Party>
  readonly money: Money
}

function Nodes({ nodes, parties, money }: NodesProps) {
  return (
    <ul className="flow-nodes">
      {nodes.map(({ accountNo, amount, height }) => (
        <li key={accountNo} style={{ height }}>
          <Link to={path.ledgerAccount(accountNo)} title={accountNo}>
            {accountNo}
          </Link>
          <span className="flow-name" title={parties.get(accountNo)?.name}>
            {parties.get(accountNo)?.name}
          </span>
          <span className="figure flow-sum">{money(amount)}</span>
        </li>
      ))}
    </ul>
  )
}
