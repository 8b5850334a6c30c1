/** What was read from the files: each version with its findings, its difference and its graph. */
import { Tabs } from 'antd'
import { useRef, useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { Chosen } from './Chosen.tsx'
import type { Move, State } from './client.ts'
import { isSame, marksOf, together } from './difference.ts'
import { DifferenceTables } from './DifferenceTables.tsx'
import { Findings } from './Findings.tsx'
import { indexOf } from './figures.ts'
import { Graph } from './graph/Graph.tsx'
import { keyOfMove, type Choice } from './graph/model.ts'
import type { Preview, PreviewedVersion } from './importing.ts'
import { words } from './words.ts'

export function Previewed({ found }: { readonly found: Preview }) {
  const { t } = useFeatureWords(words)
  const [first] = found.versions
  const [chosen, setChosen] = useState(first?.version)
  const about = (name: string) =>
    found.findings.filter(({ version }) => version === name || version === '')
  return (
    <section className="card lifecycle" aria-label={t('importing.found')}>
      <Tabs
        activeKey={chosen ?? ''}
        onChange={setChosen}
        items={found.versions.map((one) => ({
          key: one.version,
          label: `${found.machine} ${one.version}`,
          children: <Version one={one} findings={about(one.version)} />,
        }))}
      />
    </section>
  )
}

interface Props {
  readonly one: PreviewedVersion
  readonly findings: Preview['findings']
}

function Version({ one, findings }: Props) {
  const { t } = useFeatureWords(words)
  const [choice, setChoice] = useState<Choice>()
  const graph = useRef<HTMLDivElement>(null)
  const { difference } = one
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const isChanged = difference !== null && !isSame(difference)

  function show(row: State | Move): void {
    setChoice(
      'event' in row ? { kind: 'move', key: keyOfMove(row) } : { kind: 'state', code: row.code },
    )
    graph.current?.scrollIntoView({ block: 'start' })
  }

  return (
    <div className="preview">
      <p className="preview-head">
        <b>{t('importing.counts', { states: one.states, moves: one.moves })}</b>
        <CodeTag tone={errors > 0 ? 'bad' : 'good'}>
          {t('findings.errors', { count: errors })}
        </CodeTag>
        <CodeTag tone={findings.length > errors ? 'warn' : 'calm'}>
          {t('findings.warnings', { count: findings.length - errors })}
        </CodeTag>
      </p>
      <Against one={one} isChanged={isChanged} />
      {findings.length === 0 ? null : (
        <Card title={t('tabs.findings')} flush>
          <Findings rows={one.rows} findings={findings} onShow={show} />
        </Card>
      )}
      {isChanged ? <DifferenceTables difference={difference} /> : null}
      <div ref={graph} className="preview-graph">
        <PreviewGraph one={one} findings={findings} choice={choice} onChoose={setChoice} />
      </div>
    </div>
  )
}

interface AgainstProps {
  readonly one: PreviewedVersion
  readonly isChanged: boolean
}

function Against({ one: { version, against, published }, isChanged }: AgainstProps) {
  const { t } = useFeatureWords(words)
  if (against === null) return <p className="soft">{t('importing.alone')}</p>
  const same = t(published ? 'importing.unchanged' : 'importing.noDifference')
  return (
    <p className="soft">
      {t('importing.against', { version: against })} {isChanged ? '' : same}
      {published && isChanged ? t('importing.exists', { version }) : ''}
    </p>
  )
}

interface GraphProps extends Props {
  readonly choice: Choice | undefined
  readonly onChoose: (choice: Choice | undefined) => void
}

function PreviewGraph({ one, findings, choice, onChoose }: GraphProps) {
  const { t } = useFeatureWords(words)
  const { difference } = one
  const props = {
    rows: difference === null ? one.rows : together(one.rows, difference),
    choice,
    onChoose,
    figures: indexOf(undefined),
    findings,
  }
  return (
    <Card title={t('tabs.graph')} flush>
      <Graph
        {...props}
        key={one.hash}
        title={`${t('importing.preview')} ${one.version}`}
        marks={difference === null ? undefined : marksOf(difference)}
      >
        <Chosen {...props} />
      </Graph>
    </Card>
  )
}
