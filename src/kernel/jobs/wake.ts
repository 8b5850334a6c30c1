/**
 * A commit in this process wakes the relay of this process. Other processes find out by polling,
 * which always suffices; this only shortens the wait.
 */
const sleepers = new Set<() => void>()

export function wake(): void {
  for (const sleeper of sleepers) sleeper()
}

/** Answers how to stop listening. */
export function onWake(sleeper: () => void): () => void {
  sleepers.add(sleeper)
  return () => sleepers.delete(sleeper)
}
