/** What differs, in words: each row with its sign, and what became of each attribute. */
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { labelOf, nameOf, type Move, type State } from './client.ts'
import { countOf, type Changed, type Changes, type Difference, type Mark } from './difference.ts'
import { MarkSign } from './graph/Arrows.tsx'
import { keyOfMove } from './graph/model.ts'
import { words } from './words.ts'

export function DifferenceTables({ difference }: { readonly difference: Difference }) {
  const { t } = useFeatureWords(words)
  const { states, moves, initial } = difference
  return (
    <>
      {initial === null ? null : (
        <p className="card difference-initial">{t('initialChanged', { ...initial })}</p>
      )}
      {countOf(states) === 0 ? null : <Rows title={t('statesChanged')} changes={states} />}
      {countOf(moves) === 0 ? null : <Rows title={t('movesChanged')} changes={moves} />}
    </>
  )
}

interface Props {
  readonly title: string
  readonly changes: Changes<State> | Changes<Move>
}

function Rows({ title, changes }: Props) {
  const { t } = useFeatureWords(words)
  const whole = (['added', 'removed'] as const).flatMap((mark) =>
    changes[mark].map((row) => ({ mark, row })),
  )
  const counts = (['added', 'removed', 'changed'] as const)
    .filter((mark) => changes[mark].length > 0)
    .map((mark) => `${t(mark)} ${changes[mark].length}`)
  return (
    <Card title={title} flush end={<span className="soft">{counts.join(' · ')}</span>}>
      <ul className="difference">
        {whole.map(({ mark, row }) => (
          <Line key={keyOf(row)} mark={mark} row={row} />
        ))}
        {changes.changed.map((changed) => (
          <Line key={keyOf(changed.after)} mark="changed" row={changed.after} changed={changed} />
        ))}
      </ul>
    </Card>
  )
}

const keyOf = (row: State | Move): string => ('event' in row ? keyOfMove(row) : String(row.code))

interface LineProps {
  readonly mark: Mark
  readonly row: State | Move
  readonly changed?: Changed<State | Move>
}

function Line({ mark, row, changed }: LineProps) {
  const { t, language, words: table } = useFeatureWords(words)
  const name = 'event' in row ? labelOf(row, language) : nameOf(row, language)
  const code = 'event' in row ? `${row.from} → ${row.to} · ${row.event}` : String(row.code)
  return (
    <li className={`difference-row difference-${mark}`}>
      <MarkSign mark={mark} title={t(mark)} />
      <div className="difference-what">
        <span className="difference-name">{name}</span> <code className="soft">{code}</code>
        {changed === undefined ? null : (
          <dl className="difference-attributes">
            {changed.attributes.map((attribute) => (
              <div key={attribute}>
                <dt>{wordOf(table.row.attributes, attribute)}</dt>
                <dd>
                  <del>
                    <Value row={changed.before} attribute={attribute} />
                  </del>
                  <ins>
                    <Value row={changed.after} attribute={attribute} />
                  </ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  )
}

interface ValueProps {
  readonly row: State | Move
  readonly attribute: string
}

function Value({ row, attribute }: ValueProps) {
  const { t, language } = useFeatureWords(words)
  const shared = useWords()
  const value: unknown = Reflect.get(row, attribute)
  if (value === undefined || value === '') return t('empty')
  if (typeof value === 'boolean') return shared.t(value ? 'form.yes' : 'form.no')
  if (!Array.isArray(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  const items = value.map((item) =>
    attribute === 'roles' ? wordOf(shared.words.roles, String(item)) : String(item),
  )
  return items.length === 0 ? t('empty') : items.join(language === 'zh' ? '、' : ', ')
}
