/** A file of opening balances: looked at, tried, and only then brought in. */
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, DatePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { command } from '../../api.ts'
import { problemText, useFeatureWords, useWords } from '../../i18n/index.ts'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { FileDrop } from '../../shared/FileDrop.tsx'
import { useAmount } from '../../shared/useAmount.ts'
import { useCommand } from '../../shared/useCommand.ts'
import { openingsKey } from './client.ts'
import { words } from './words.ts'

interface Preview {
  readonly sha256: string
  readonly lines: number
  readonly faults: readonly { readonly line: number; readonly detail: string }[]
  readonly totals: readonly {
    readonly currency: string
    readonly debit: string
    readonly credit: string
  }[]
  readonly balanced: boolean
}

const bytesMax = 6_000_000

export function OpeningImport() {
  const { t } = useFeatureWords(words)
  const { words: shared } = useWords()
  const [files, setFiles] = useState<readonly File[]>([])
  const [text, setText] = useState('')
  const look = useMutation({
    mutationFn: (file: string) =>
      command<Preview>({
        path: '/ledger/openings/preview',
        body: { file },
        idempotencyKey: crypto.randomUUID(),
      }),
  })
  async function take(chosen: readonly File[]): Promise<void> {
    setFiles(chosen)
    look.reset()
    const given = await chosen[0]?.text()
    setText(given ?? '')
    if (given !== undefined) look.mutate(given)
  }
  const done = () => {
    setFiles([])
    look.reset()
  }
  return (
    <>
      <FileDrop
        label={t('openings.choose')}
        kinds={['.csv']}
        bytesMax={bytesMax}
        files={files}
        onChange={(chosen) => void take(chosen)}
      />
      {look.isError ? (
        <Alert type="error" showIcon title={problemText(shared, look.error)} />
      ) : null}
      {look.data === undefined ? null : <Found preview={look.data} />}
      {look.data?.balanced ? <Bring key={look.data.sha256} file={text} onDone={done} /> : null}
    </>
  )
}

function Found({ preview }: { readonly preview: Preview }) {
  const { t } = useFeatureWords(words)
  const amount = useAmount()
  const { lines, faults, totals } = preview
  return (
    <section className="ledger-found" aria-label={t('openings.check')}>
      <p>
        {t('openings.lines', { count: lines })}{' '}
        <CodeTag tone={preview.balanced ? 'good' : 'bad'}>
          {t(preview.balanced ? 'openings.balanced' : 'openings.unbalanced')}
        </CodeTag>
      </p>
      {totals.map(({ currency, debit, credit }) => (
        <p key={currency} className="figure">
          {currency} · {t('debit')} {amount(debit, currency)} · {t('credit')}{' '}
          {amount(credit, currency)}
        </p>
      ))}
      {faults.length === 0 ? null : (
        <Alert
          type="error"
          title={t('openings.faults')}
          description={
            <ul className="ledger-links" lang="en">
              {faults.map(({ line, detail }) => (
                <li key={`${line} ${detail}`}>
                  {t('openings.line', { no: line })}: {detail}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </section>
  )
}

interface BringProps {
  readonly file: string
  readonly onDone: () => void
}

interface Given {
  readonly effectiveDate: string
  readonly dryRun: boolean
}

/** Only a file that went through as a trial, for the same day, can be brought in. */
function Bring({ file, onDone }: BringProps) {
  const { t } = useFeatureWords(words)
  const [day, setDay] = useState<Dayjs>(() => dayjs().startOf('month'))
  const [tried, setTried] = useState<string>()
  const effectiveDate = day.format('YYYY-MM-DD')
  const send = ({ effectiveDate: on, dryRun }: Given, idempotencyKey: string) =>
    command({
      path: '/ledger/openings',
      body: { file, effectiveDate: on, dryRun },
      idempotencyKey,
    })
  const dry = useCommand<Given, unknown>({
    form: 'ledger.opening-dry',
    send,
    onDone: () => setTried(effectiveDate),
  })
  const bring = useCommand<Given, unknown>({
    form: 'ledger.opening',
    send,
    done: t('openings.broughtDone'),
    stale: [openingsKey, ['ledger', 'periods']],
    onDone,
  })
  const ready = tried === effectiveDate
  return (
    <>
      <div className="ledger-range">
        <label className="ledger-at">
          <span>{t('openings.day')}</span>
          <DatePicker value={day} allowClear={false} onChange={(next) => setDay(next ?? day)} />
        </label>
        <Button loading={dry.isPending} onClick={() => dry.mutate({ effectiveDate, dryRun: true })}>
          {t('openings.try')}
        </Button>
        <Button
          type="primary"
          disabled={!ready}
          loading={bring.isPending}
          onClick={() => bring.mutate({ effectiveDate, dryRun: false })}
        >
          {t('openings.bring')}
        </Button>
      </div>
      {ready ? <Alert type="success" showIcon title={t('openings.tried')} /> : null}
    </>
  )
}
