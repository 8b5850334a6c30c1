import type { Actor } from '#kernel/auth'
import { asId, type Id } from '#kernel/id'
import { accept, refuse, type Result } from '#kernel/problem'

/** Only a person has an account of its own; a key acts for one. */
export const personal = (actor: Actor): Result<Id<'user'>, 'actor_not_allowed'> =>
  actor.kind === 'user'
    ? accept(asId<'user'>(actor.id))
    : refuse('actor_not_allowed', 'This is for a person who signed in, not for an API key.')
