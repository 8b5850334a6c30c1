/** Everybody can use every page: axe finds nothing serious, in both languages, day and night. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { runHouse } from './house.ts'
import { axeFindings } from './inspect.ts'
import { liveliness } from './life.ts'
import { pages } from './pages.ts'
import { tour, viewName, type View } from './tour.ts'

test('every route of the console is among the pages that are looked at', async () => {
  const routes = await readFile(new URL('../../console/src/routes.tsx', import.meta.url), 'utf8')
  const known = [...routes.matchAll(/path: '([^']+)'/gu)].map(([, route = '']) => route)
  assert.deepEqual(pages.map(({ route }) => route).toSorted(), known.toSorted())
})

const views: readonly View[] = [
  { language: 'zh', look: 'light', width: 1280 },
  { language: 'zh', look: 'dark', width: 1280 },
  { language: 'en', look: 'dark', width: 1280 },
  { language: 'en', look: 'light', width: 390 },
]

test('axe finds nothing serious on any page, in both languages and both looks', async () => {
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
      const findings = await axeFindings(sight.page)
      found.push(...findings.map((each) => `${sight.shown.name} ${viewName(sight)}: ${each}`))
    },
  })
  assert.deepEqual(found, [])
})
