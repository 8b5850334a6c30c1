/** The chosen state or move stands in the address: a link shows the same row. */
import { useSearchParams } from 'react-router'
import type { Move, State } from './client.ts'
import { keyOfMove, type Choice } from './graph/model.ts'

export function useChoice() {
  const [search, setSearch] = useSearchParams()
  const state = search.get('state')
  const move = search.get('move')
  const choice: Choice | undefined =
    move === null ? choiceOfState(state) : { kind: 'move', key: move }

  function address(next: Choice | undefined): URLSearchParams {
    const to = new URLSearchParams(search)
    to.delete('state')
    to.delete('move')
    if (next?.kind === 'state') to.set('state', String(next.code))
    if (next?.kind === 'move') to.set('move', next.key)
    return to
  }

  return {
    choice,
    choose: (next: Choice | undefined) => setSearch(address(next), { replace: true }),
    /** From a list to the row's place in the graph. */
    show: (row: State | Move) => {
      const to = address(
        'event' in row ? { kind: 'move', key: keyOfMove(row) } : { kind: 'state', code: row.code },
      )
      to.set('tab', 'graph')
      setSearch(to)
    },
  }
}

function choiceOfState(text: string | null): Choice | undefined {
  return text !== null && /^\d{1,9}$/u.test(text)
    ? { kind: 'state', code: Number(text) }
    : undefined
}
