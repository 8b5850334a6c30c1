/** Looks at a page with the eyes of inspect-page.js, and of axe. */
import { glob, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { en } from '../../console/src/i18n/en.ts'
import { zh } from '../../console/src/i18n/zh.ts'
import { allowedWords, demoNames } from './allowed.ts'
import type { Sight } from './tour.ts'

const file = await readFile(new URL('inspect-page.js', import.meta.url), 'utf8')
// What runs in a page is no module.
const inspector = file.replace('export function', 'function')
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const features = fileURLToPath(new URL('../../console/src/features/', import.meta.url))
const schema = await readFile(new URL('../../docs/generated/schema.sql', import.meta.url), 'utf8')
/** What tables and columns are called: names, and the same in every language. */
const tableNames = [...new Set(schema.match(/[a-z]{3,}/gu))]
const keys = await keysOfAllWords()

/** What is wrong with the page as it stands, one sentence each. */
export async function inspect(sight: Sight): Promise<readonly string[]> {
  const { page, language, shown } = sight
  const named = shown.names === 'tables' ? tableNames : []
  const allowed = [...allowedWords, ...named]
  const given = { language, keys, allowed, data: demoNames }
  const found: unknown = await page.evaluate(
    `(() => { ${inspector}\nreturn look(${JSON.stringify(given)}) })()`,
  )
  return Array.isArray(found) ? found.map(String) : ['the page could not be looked at']
}

/** Findings of axe that a person would stumble over. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe)
  const found: unknown = await page.evaluate(`axe
    .run(document, { resultTypes: ['violations'] })
    .then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) =>
        id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))))`)
  return Array.isArray(found) ? found.map(String) : ['axe could not be run']
}

async function keysOfAllWords(): Promise<readonly string[]> {
  const trees: object[] = [zh, en]
  for await (const file of glob('*/words.ts', { cwd: features })) {
    const { words } = (await import(`${features}${file}`)) as { words: { zh: object } }
    trees.push(words.zh)
  }
  return [...new Set(trees.flatMap((tree) => keysOf(tree)))].filter((key) => key.includes('.'))
}

function keysOf(tree: object, at = ''): readonly string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${at}${name}.`) : [at + name],
  )
}
