/** What an event carried; what somebody wrote stands open, the rest is folded away. */
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { fieldsOf } from '../../shared/schema-fields.ts'
import { useAmount } from '../../shared/useAmount.ts'
import { carriageOf } from './carried.ts'
import { usePayloads, type HistoryRow, type OrderView } from './client.ts'
import { FactSheet } from './FactSheet.tsx'
import { marks } from './marks.ts'
import { words } from './words.ts'

interface Props {
  readonly row: HistoryRow
  readonly order: OrderView
}

export function Carried({ row, order }: Props) {
  const { t, words: shared } = useWords()
  const own = useFeatureWords(words)
  const amount = useAmount()
  const schema = usePayloads(order.smVersion).data?.payloads[row.event]
  const { notes, facts, personal } = carriageOf(schema ? fieldsOf(schema) : [], row.payload, {
    language: own.language,
    amount: (minor) => amount(minor, order.currency),
    code: (code) => wordOf(shared.codes, code),
    yes: t('form.yes'),
    no: t('form.no'),
    separator: marks[own.language].list,
  })
  const names = personal.join(marks[own.language].list)
  return (
    <>
      {notes.map((note) => (
        <blockquote key={note} className="entry-note">
          {note}
        </blockquote>
      ))}
      {names === '' ? null : <p className="entry-fields">{own.t('history.fields', { names })}</p>}
      {facts.length === 0 ? null : (
        <details>
          <summary>{t('order.carried')}</summary>
          <FactSheet entries={facts} />
        </details>
      )}
    </>
  )
}
