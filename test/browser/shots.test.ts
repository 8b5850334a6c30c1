/** What the pictures of `npm run shots` are held to, on a smaller set of views. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { runHouse } from './house.ts'
import { inspect } from './inspect.ts'
import { liveliness } from './life.ts'
import { pages } from './pages.ts'
import { tour, viewName, type View } from './tour.ts'

const views: readonly View[] = [
  { language: 'zh', look: 'light', width: 390 },
  { language: 'en', look: 'dark', width: 1280 },
]

test('no page is too wide, cuts a text, shows a key or a foreign word, or stacks its controls', async () => {
  const house = await runHouse()
  after(house.stop)
  const life = await liveliness(house.url)
  const found: string[] = []
  await tour({
    ...house,
    life,
    pages,
    views,
    async visit(sight) {
      const findings = await inspect(sight)
      found.push(...findings.map((each) => `${sight.shown.name} ${viewName(sight)}: ${each}`))
    },
  })
  assert.deepEqual(found, [])
})
