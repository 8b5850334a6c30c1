/** Something done again and again until it is stopped; a failed round is logged and tried again. */
import type { Log } from '../log/index.ts'

export interface Loop {
  /** Ends the current pause. */
  wake(): void
  /** Waits for the round that runs. */
  stop(): Promise<void>
}

export interface LoopOptions {
  readonly name: string
  readonly pauseMs: number
  readonly log: Log
}

/** `round` answers whether there may be more to do at once. */
export function openLoop(options: LoopOptions, round: () => Promise<boolean>): Loop {
  let stopped = false
  let woken = false
  let endPause = (): void => undefined

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      const more = await guarded()
      if (!more && !stopped && !woken) await pause()
    }
  }

  async function guarded(): Promise<boolean> {
    try {
      return await round()
    } catch (problem) {
      // The database may be away for a moment; nothing is lost, the next round finds it again.
      options.log.warn({ loop: options.name, problem }, 'a background round failed')
      return false
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, options.pauseMs)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  const wakeUp = (): void => {
    woken = true
    endPause()
  }
  // Not at once: the round may want to wake the loop that is being returned.
  const running = Promise.resolve().then(run)
  return {
    wake: wakeUp,
    stop: async () => {
      stopped = true
      wakeUp()
      await running
    },
  }
}
