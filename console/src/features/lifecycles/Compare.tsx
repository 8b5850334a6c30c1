/** Two versions of a machine, side by side: what was added, removed and changed. */
import { SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useParams, useSearchParams } from 'react-router'
import { read } from '../../api.ts'
import { useFeatureWords } from '../../i18n/index.ts'
import { Card } from '../../layout/Card.tsx'
import { PageHead } from '../../layout/PageHead.tsx'
import { Blank, Failed, Loading } from '../../layout/states.tsx'
import { path } from '../../path.ts'
import { findVersion, keyOfVersion } from './addresses.ts'
import { useMachine, useVersions, type Version } from './client.ts'
import { marksOf, together, isSame, type Difference } from './difference.ts'
import { DifferenceTables } from './DifferenceTables.tsx'
import { indexOf } from './figures.ts'
import { Chosen } from './Chosen.tsx'
import { Graph } from './graph/Graph.tsx'
import { useChoice } from './useChoice.ts'
import { words } from './words.ts'
import './lifecycle.css'

export function Compare() {
  const { t } = useFeatureWords(words)
  const { machine = '' } = useParams()
  const versions = useVersions(machine)
  return (
    <>
      <PageHead
        title={t('compareTitle', { machine })}
        note={t('compareNote')}
        back={{ to: path.lifecycles(), label: t('back') }}
      />
      {versions.isPending ? <Loading /> : null}
      {versions.isError ? <Failed error={versions.error} retry={versions.refetch} /> : null}
      {versions.data === undefined ? null : <Pair versions={versions.data.items} />}
    </>
  )
}

function Pair({ versions }: { readonly versions: readonly Version[] }) {
  const { t } = useFeatureWords(words)
  const [search, setSearch] = useSearchParams()
  const from = findVersion(versions, search.get('from'))
  const to = findVersion(versions, search.get('to'))

  function show(next: { readonly from?: string | undefined; readonly to?: string | undefined }) {
    const address = new URLSearchParams(search)
    if (next.from !== undefined) address.set('from', next.from)
    if (next.to !== undefined) address.set('to', next.to)
    setSearch(address, { replace: true })
  }

  return (
    <>
      <div className="card version-pair">
        <VersionSelect
          label={t('older')}
          versions={versions}
          chosen={from}
          onChoose={(key) => show({ from: key })}
        />
        <Button
          icon={<SwapOutlined />}
          aria-label={t('swap')}
          title={t('swap')}
          disabled={from === undefined || to === undefined}
          onClick={() => show({ from: to && keyOfVersion(to), to: from && keyOfVersion(from) })}
        />
        <VersionSelect
          label={t('newer')}
          versions={versions}
          chosen={to}
          onChoose={(key) => show({ to: key })}
        />
      </div>
      {from === undefined || to === undefined ? (
        <section className="card">
          <Blank title={t('chooseTwo')} />
        </section>
      ) : (
        <Differences key={`${from.hash} ${to.hash}`} from={from} to={to} />
      )}
    </>
  )
}

interface SelectProps {
  readonly label: string
  readonly versions: readonly Version[]
  readonly chosen: Version | undefined
  readonly onChoose: (key: string) => void
}

export function VersionSelect({ label, versions, chosen, onChoose }: SelectProps) {
  const { t } = useFeatureWords(words)
  const options = versions.map((one) => ({
    value: keyOfVersion(one),
    label: [
      one.version,
      t(one.state),
      ...(one.current ? [t('current')] : []),
      ...(one.state === 'draft' ? [one.hash.slice(0, 8)] : []),
    ].join(' · '),
  }))
  return (
    <label className="version-select">
      <span>{label}</span>
      <Select
        aria-label={label}
        options={options}
        value={chosen === undefined ? null : keyOfVersion(chosen)}
        onChange={(key: string | null) => {
          if (key !== null) onChoose(key)
        }}
      />
    </label>
  )
}

interface PairProps {
  readonly from: Version
  readonly to: Version
}

const hashOf = ({ state, hash }: Version) => (state === 'draft' ? hash : undefined)

function Differences({ from, to }: PairProps) {
  const { t } = useFeatureWords(words)
  const { machine } = to
  const query = {
    from: from.version,
    to: to.version,
    fromHash: hashOf(from),
    toHash: hashOf(to),
  }
  const difference = useQuery({
    queryKey: ['lifecycle-difference', machine, from.hash, to.hash],
    queryFn: () => read<Difference>(`/lifecycles/${encodeURIComponent(machine)}/diff`, query),
  })
  const after = useMachine(machine, to.version, hashOf(to))
  const { choice, choose } = useChoice()
  if (difference.isError) return <Failed error={difference.error} retry={difference.refetch} />
  if (after.isError) return <Failed error={after.error} retry={after.refetch} />
  if (difference.data === undefined || after.data === undefined) return <Loading />
  if (isSame(difference.data)) {
    return (
      <section className="card">
        <Blank title={t('same')} />
      </section>
    )
  }
  const props = {
    rows: together(after.data, difference.data),
    choice,
    onChoose: choose,
    figures: indexOf(undefined),
    findings: after.data.findings,
  }
  return (
    <>
      <DifferenceTables difference={difference.data} />
      <Card title={t('graphOfDifference')} flush>
        <Graph {...props} title={t('graphOfDifference')} marks={marksOf(difference.data)}>
          <Chosen {...props} />
        </Graph>
      </Card>
    </>
  )
}
