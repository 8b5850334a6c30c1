/**
 * `npm run shots [NAME…]`: pictures of every page, in both languages, at 1280 and 390 pixels, by
 * day and by night, into docs/shots; and on each the same questions as test/browser/shots.test.ts
 * asks. Ends with 1 when something is found.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { runHouse } from '../test/browser/house.ts'
import { inspect } from '../test/browser/inspect.ts'
import { liveliness } from '../test/browser/life.ts'
import { pages } from '../test/browser/pages.ts'
import { tour, viewName, type Sight, type View } from '../test/browser/tour.ts'

const folder = fileURLToPath(new URL('../docs/shots/', import.meta.url))
const widths = [1280, 390] as const
const languages = ['zh', 'en'] as const
const looks = ['light', 'dark'] as const

const views: readonly View[] = widths.flatMap((width) =>
  languages.flatMap((language) => looks.map((look) => ({ width, language, look }))),
)

/** Long lists repeat themselves: a picture shows the head of them. */
const heightMax = 1_500
const quality = 72

/** WebP is a third of a PNG; only the browser's own protocol writes it. */
async function picture(page: Page, width: number): Promise<Buffer> {
  const tall = Number(await page.evaluate('document.documentElement.scrollHeight'))
  const height = Math.min(tall, heightMax)
  const browser = await page.context().newCDPSession(page)
  const clip = { x: 0, y: 0, width, height, scale: 1 }
  const { data } = await browser.send('Page.captureScreenshot', {
    format: 'webp',
    quality,
    clip,
    captureBeyondViewport: true,
  })
  await browser.detach()
  return Buffer.from(data, 'base64')
}

const fileOf = ({ shown, language, width, look }: Sight): string =>
  `${shown.name}-${language}-${width}-${look}.webp`

/** The list of the pictures in docs/shots/index.md; what was mended is written there by hand. */
async function writeIndex(): Promise<void> {
  const file = `${folder}index.md`
  const index = await readFile(file, 'utf8')
  const from = index.indexOf(listBegins) + listBegins.length
  const to = index.indexOf(listEnds)
  await writeFile(file, `${index.slice(0, from)}\n\n${pictureList()}\n\n${index.slice(to)}`)
}

const listBegins = '<!-- pictures -->'
const listEnds = '<!-- end of pictures -->'

const pictureList = (): string =>
  pages
    .map(({ name, route }) => {
      const links = views.map(({ language, width, look }) => {
        const view = `${language}-${width}-${look}`
        return `[${language} ${width} ${look}](${name}-${view}.webp)`
      })
      const shown = ['zh-1280-light', 'zh-390-light', 'en-1280-dark', 'en-390-dark'].map(
        (view) => `<img src="${name}-${view}.webp" height="260" alt="${name}, ${view}">`,
      )
      return `### ${name} (\`${route}\`)\n\n${shown.join('\n')}\n\n${links.join(' · ')}`
    })
    .join('\n\n')

const asked = process.argv.slice(2)
const chosen = pages.filter(({ name }) => asked.length === 0 || asked.includes(name))
await mkdir(folder, { recursive: true })
if (asked.length === 0) {
  const old = (await readdir(folder)).filter((file) => file.endsWith('.webp'))
  await Promise.all(old.map((file) => rm(folder + file)))
}

const house = await runHouse()
const found: string[] = []
let bytes = 0
try {
  const life = await liveliness(house.url)
  await tour({
    ...house,
    life,
    pages: chosen,
    views,
    async visit(sight) {
      const taken = await picture(sight.page, sight.width)
      bytes += taken.length
      await writeFile(folder + fileOf(sight), taken)
      const findings = await inspect(sight)
      for (const each of findings) {
        const line = `${sight.shown.name} ${viewName(sight)}: ${each}`
        found.push(line)
        console.log(line)
      }
    },
  })
} finally {
  await house.stop()
}
await writeIndex()
console.log(
  `${chosen.length * views.length} pictures, ${(bytes / 1e6).toFixed(1)} MB, ` +
    `${found.length} findings`,
)
process.exitCode = found.length === 0 ? 0 : 1
