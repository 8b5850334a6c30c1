/** A state by its name, with its code; the colour says which subsystem speaks. */
import { useWords } from '../../i18n/index.ts'
import { nameOf, useMachine, type State } from '../lifecycles/client.ts'
import './state-tag.css'

interface Props {
  readonly machine: string
  readonly code: number
  /** The version that the order follows. */
  readonly version: string
}

export function StateTag({ machine, code, version }: Props) {
  const { language } = useWords()
  const known = useMachine(machine, version)
  const state = known.data?.states.find((one) => one.code === code)
  const name = state && nameOf(state, language)
  return (
    <span className={`state state-${toneOf(state)}`}>
      {name === undefined ? null : (
        <span className="state-name" title={name}>
          {name}
        </span>
      )}
      <span className="state-code">{code}</span>
    </span>
  )
}

function toneOf(state: State | undefined): string {
  if (!state) return 'plain'
  return state.terminal ? 'terminal' : (state.subsystem ?? 'plain')
}
