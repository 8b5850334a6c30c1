/** A value with its unit; several lines where it has several members. */
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import type { Parameter } from './client.ts'
import { valueLines, type ValueWords } from './value.ts'
import { words } from './words.ts'
import './parameters.css'

interface Props {
  readonly value: unknown
  readonly parameter: Pick<Parameter, 'unit'> | undefined
}

const quantities = ['days', 'hours', 'minutes', 'months'] as const

export function ParameterText({ value, parameter }: Props) {
  const lines = valueLines(value, parameter?.unit ?? 'text', useValueWords())
  const [only] = lines
  if (lines.length === 1 && only?.name === '') return <span className="nowrap">{only.text}</span>
  return (
    <dl className="value-lines">
      {lines.map(({ name, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function useValueWords(): ValueWords {
  const { t } = useFeatureWords(words)
  const nameOf = useMemberName()
  return {
    quantity: (unit, value) => {
      const known = quantities.find((quantity) => quantity === unit)
      return known === undefined ? undefined : t(`quantities.${known}`, { value })
    },
    yes: t('yes'),
    no: t('no'),
    nameOf,
  }
}

/** A member of a value is named by a code, `own_combustion`, or by a role. */
export function useMemberName(): (name: string) => string {
  const own = useFeatureWords(words).words.names
  const { codes, roles } = useWords().words
  const known: Readonly<Record<string, string>> = { ...roles, ...codes, ...own }
  return (name) => wordOf(known, name)
}
