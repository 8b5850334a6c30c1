/** One version: its graph, its rows, what was found in it, where it came from. */
import { Dropdown, Button, Tabs } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useFeatureWords } from '../../i18n/index.ts'
import { PageHead } from '../../layout/PageHead.tsx'
import { Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { usePhone } from '../../shared/usePhone.ts'
import { About } from './About.tsx'
import { Chosen } from './Chosen.tsx'
import {
  drawingAddress,
  useFigures,
  useMachine,
  useVersions,
  type Machine,
  type Version,
} from './client.ts'
import { Findings } from './Findings.tsx'
import { indexOf } from './figures.ts'
import { Graph } from './graph/Graph.tsx'
import { Moves, States } from './RowTables.tsx'
import { Publication } from './Publication.tsx'
import { useChoice } from './useChoice.ts'
import { VersionTags } from './VersionTags.tsx'
import { words } from './words.ts'
import './lifecycle.css'

export function Lifecycle() {
  const { t } = useFeatureWords(words)
  const { machine = '', version = '' } = useParams()
  const [search] = useSearchParams()
  const hash = search.get('hash') ?? undefined
  const found = useMachine(machine, version, hash)
  const versions = useVersions(machine)
  const title = `${machine} ${t('versionName', { version })}`
  const back = { to: path.lifecycles(), label: t('back') }
  const failed = found.isError ? found : versions.isError ? versions : undefined
  if (failed !== undefined || !found.data || !versions.data) {
    return (
      <>
        <PageHead title={title} back={back} />
        {failed ? <Failed error={failed.error} retry={failed.refetch} /> : <Loading />}
      </>
    )
  }
  const stored = versions.data.items.find((one) => one.hash === found.data.hash)
  return (
    <>
      <PageHead
        title={title}
        back={back}
        tags={stored === undefined ? null : <VersionTags version={stored} />}
        end={<Downloads one={found.data} hash={hash} />}
      />
      {stored === undefined ? null : <Publication version={stored} others={versions.data.items} />}
      <Contents one={found.data} stored={stored} people={versions.data.people} />
    </>
  )
}

interface DownloadProps {
  readonly one: Machine
  readonly hash: string | undefined
}

function Downloads({ one: { machine, version }, hash }: DownloadProps) {
  const { t, language } = useFeatureWords(words)
  const wanted = { machine, version, hash, language }
  const name = `${machine}-${version}`
  const item = (kind: 'drawing' | 'mermaid', label: string, ending: string) => ({
    key: kind,
    label: (
      <a href={drawingAddress(kind, wanted)} download={`${name}.${ending}`}>
        {label}
      </a>
    ),
  })
  const items = [item('drawing', t('graph.svg'), 'svg'), item('mermaid', t('graph.mermaid'), 'mmd')]
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button icon={<DownloadOutlined />}>{t('graph.download')}</Button>
    </Dropdown>
  )
}

interface ContentsProps {
  readonly one: Machine
  /** Undefined only while the list is older than the version. */
  readonly stored: Version | undefined
  readonly people: Readonly<Record<string, string>>
}

function Contents({ one, stored, people }: ContentsProps) {
  const { t } = useFeatureWords(words)
  const { tab, setTab } = useTab()
  const { choice, choose, show } = useChoice()
  const { machine, version, findings } = one
  const isPublished = stored !== undefined && stored.state !== 'draft'
  const counted = useFigures(machine, version, isPublished).data
  const figures = indexOf(counted)
  const props = { rows: one, choice, figures, findings }
  const contents: Readonly<Record<Tab, ReactNode>> = {
    graph: (
      <Graph
        {...props}
        key={one.hash}
        title={t('graph.alt', { machine, version })}
        onChoose={choose}
        asOf={counted?.asOf}
      >
        <Chosen {...props} onChoose={choose} machine={machine} />
      </Graph>
    ),
    states: <States {...props} machine={machine} onShow={show} />,
    moves: <Moves {...props} onShow={show} />,
    findings: <Findings rows={one} findings={findings} onShow={show} />,
    about: stored === undefined ? <Loading /> : <About version={stored} people={people} />,
  }
  const counts: Partial<Record<Tab, number>> = {
    states: one.states.length,
    moves: one.moves.length,
    findings: findings.length,
  }
  return (
    <section className="card lifecycle" aria-label={t('tabs.label')}>
      <Tabs
        activeKey={tab}
        onChange={setTab}
        destroyOnHidden
        items={tabs.map((key) => ({
          key,
          label: [t(`tabs.${key}`), counts[key]].filter((part) => part !== undefined).join(' '),
          children: contents[key],
        }))}
      />
    </section>
  )
}

const tabs = ['graph', 'states', 'moves', 'findings', 'about'] as const
type Tab = (typeof tabs)[number]

/** On a phone the list comes first: a graph needs room. */
function useTab() {
  const [search, setSearch] = useSearchParams()
  const usual = usePhone() ? 'states' : 'graph'
  const tab: Tab = tabs.find((one) => one === search.get('tab')) ?? usual
  return {
    tab,
    setTab: (next: string) => {
      const to = new URLSearchParams(search)
      to.set('tab', next)
      setSearch(to, { replace: true })
    },
  }
}
