/** What people are called: lists and histories name them by id. */
import { Type } from 'typebox'
import { displayNames } from '#kernel/auth'
import { read, type Route } from '#kernel/http'
import type { Kernel } from '#kernel/module'
import { accept, refuse } from '#kernel/problem'

const idsMax = 200
const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'

export const peopleRoutes = ({ database }: Pick<Kernel, 'database'>): readonly Route[] => [
  read({
    tag: 'users',
    access: 'signed-in',
    path: '/api/v1/people',
    operationId: 'listPeopleNames',
    summary: 'what these users are called, for the staff of the house',
    query: Type.Object({
      ids: Type.String({
        pattern: `^${uuid}(,${uuid}){0,${idsMax - 1}}$`,
        description: 'ids of users, with commas between them',
      }),
    }),
    answer: Type.Object({
      items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
    }),
    problems: ['actor_not_allowed'],
    run: async ({ query, actor }) => {
      // Who works here is nobody's business outside the house.
      if (actor.party !== undefined) {
        return refuse('actor_not_allowed', 'Names are shown to the staff of the house only.')
      }
      return accept({ items: [...(await displayNames(database, query.ids.split(',')))] })
    },
  }),
]
