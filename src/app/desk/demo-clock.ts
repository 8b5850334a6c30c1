/**
 * The clock of the business. In a demo it may be moved forward, and everything that is due follows:
 * timers, crons, deadlines. Signing in and signatures keep the real time.
 */
import { Type } from 'typebox'
import { record } from '#kernel/audit'
import { subjectOf } from '#kernel/auth'
import { isMovable, systemClock, type MovableClock } from '#kernel/clock'
import { command, DateTime, read, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import { accept, refuse, type Result } from '#kernel/problem'
import { keepAheadMs, readAheadMs } from './demo-clock-store.ts'
import { strict } from './shape.ts'

type Rooms = Pick<Kernel, 'clock' | 'config' | 'database' | 'jobs'>

const minuteMs = 60_000
const dayMs = 86_400_000
/** In one go. A month of days is caught up within the crons' own limit. */
const advanceMsMax = 31 * dayMs
/** Altogether: what came of a demo should still be read as one story. */
const aheadMsMax = 3_660 * dayMs

const ClockAnswer = Type.Object({
  now: DateTime,
  aheadMs: Type.Integer({ minimum: 0, description: 'of the real time' }),
  movable: Type.Boolean({ description: 'whether this is a demo' }),
})

export const clockRoutes = (kernel: Rooms): readonly Route[] => [
  read({
    tag: 'sandbox',
    access: 'signed-in',
    path: '/api/v1/clock',
    operationId: 'getClock',
    summary: 'the clock of the business; a demo may have moved its own',
    answer: ClockAnswer,
    problems: [],
    run: async () => accept(clockView(kernel)),
  }),
  command({
    tag: 'sandbox',
    access: ['admin'],
    path: '/api/v1/sandbox/clock',
    operationId: 'moveClock',
    summary: 'moves the clock of a demo forward; what is due by then happens',
    body: Type.Object(
      { advanceMs: Type.Integer({ minimum: minuteMs, maximum: advanceMsMax }) },
      strict,
    ),
    answer: ClockAnswer,
    problems: ['sandbox_absent', 'clock_too_far'],
    each: async (tx, { body, actor, at, requestId }) => {
      const clock = demoClock(kernel)
      if (!clock.ok) return clock
      const before = aheadOf(kernel)
      const ahead = before + body.advanceMs
      if (ahead > aheadMsMax) {
        return refuse('clock_too_far', `A demo goes ${aheadMsMax / dayMs} days ahead at most.`)
      }
      await keepAheadMs(tx, ahead)
      const by = subjectOf(actor)
      const told = { actor: by, action: 'sandbox.move-clock', subject: 'clock:demo', requestId }
      await record(tx, [{ ...told, at, before: { aheadMs: before }, after: { aheadMs: ahead } }])
      tx.afterCommit(() => {
        clock.value.moveTo(new Date(systemClock.now().getTime() + ahead))
        kernel.jobs.nudge()
      })
      const now = new Date(systemClock.now().getTime() + ahead)
      return accept({ now: now.toISOString(), aheadMs: ahead, movable: true })
    },
  }),
]

/** Only a demo, in its own embedded database, on a clock that was made to be moved. */
export const isDemo = ({ clock, config }: Pick<Kernel, 'clock' | 'config'>): boolean =>
  config.demo && config.databaseUrl === undefined && isMovable(clock)

export function demoClock(kernel: Rooms): Result<MovableClock, 'sandbox_absent'> {
  const { clock } = kernel
  if (isDemo(kernel) && isMovable(clock)) return accept(clock)
  return refuse('sandbox_absent', 'Only a demo in its own database has a sandbox: start --demo.')
}

/** The two clocks are read one after the other: less than a second apart is not ahead. */
function aheadOf({ clock }: Rooms): number {
  const aheadMs = clock.now().getTime() - systemClock.now().getTime()
  return aheadMs < minuteMs ? 0 : Math.round(aheadMs / 1_000) * 1_000
}

const clockView = (kernel: Rooms) => ({
  now: kernel.clock.now().toISOString(),
  aheadMs: isDemo(kernel) ? aheadOf(kernel) : 0,
  movable: isDemo(kernel),
})

/** A demo that is started again goes on where its clock was. */
export async function resumeDemoClock(kernel: Rooms): Promise<void> {
  const clock = demoClock(kernel)
  if (!clock.ok) return
  const aheadMs = await readAheadMs(kernel.database)
  if (aheadMs > 0) clock.value.moveTo(new Date(systemClock.now().getTime() + aheadMs))
}
