/**
 * Takes turns: work under one name runs one after the other, and only so much runs at all. It keeps
 * a flood of sign-ins from filling the memory with argon2, and one name's guesses in order.
 */

export interface TurnLimits {
  readonly atOnceMax: number
  readonly waitingMax: number
}

interface Waiting {
  readonly name: string
  readonly start: () => Promise<void>
}

/** The outcome of the work, or undefined when too much is waiting already. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T> | undefined

export function openTurns(limits: TurnLimits): Turns {
  const waiting: Waiting[] = []
  const running = new Set<string>()

  function next(): void {
    while (running.size < limits.atOnceMax) {
      const at = waiting.findIndex(({ name }) => !running.has(name))
      const [first] = at < 0 ? [] : waiting.splice(at, 1)
      if (first === undefined) return
      running.add(first.name)
      void first.start().finally(() => {
        running.delete(first.name)
        next()
      })
    }
  }

  return <T>(name: string, work: () => Promise<T>) => {
    if (waiting.length >= limits.waitingMax) return undefined
    return new Promise<T>((resolve, reject) => {
      waiting.push({ name, start: () => work().then(resolve, reject) })
      next()
    })
  }
}
