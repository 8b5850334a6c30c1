/** What was read from the files: each version with its findings, its difference and its graph. */
import { Tabs } from 'antd'
import { useState } from 'react'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { CodeTag } from '../../shared/CodeTag.tsx'
import { Chosen } from './Chosen.tsx'
import { isSame, marksOf, together } from './difference.ts'
import { DifferenceTables } from './DifferenceTables.tsx'
import { Findings } from './Findings.tsx'
import { indexOf } from './figures.ts'
import { Graph } from './graph/Graph.tsx'
import type { Choice } from './graph/model.ts'
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
  const { difference, against } = one
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const isChanged = difference !== null && !isSame(difference)
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
      <p className="soft">
        {against === null ? t('importing.alone') : t('importing.against', { version: against })}
        {one.published ? ` · ${publishedNote(isChanged)}` : ''}
      </p>
      {findings.length === 0 ? null : (
        <Card title={t('tabs.findings')} flush>
          <Findings rows={one.rows} findings={findings} />
        </Card>
      )}
      {isChanged ? <DifferenceTables difference={difference} /> : null}
      <PreviewGraph one={one} findings={findings} />
    </div>
  )

  function publishedNote(changed: boolean): string {
    return changed ? t('importing.exists', { version: one.version }) : t('importing.unchanged')
  }
}

function PreviewGraph({ one, findings }: Props) {
  const { t } = useFeatureWords(words)
  const [choice, setChoice] = useState<Choice>()
  const { difference } = one
  const props = {
    rows: difference === null ? one.rows : together(one.rows, difference),
    choice,
    onChoose: setChoice,
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
