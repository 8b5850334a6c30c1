/** A browser before a served console: how long a page takes from the click to its rows. */
import assert from 'node:assert/strict'
import { chromium, type Browser, type Page } from 'playwright-core'

export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface Visit {
  readonly name: string
  /** The address of the page, with its filters. */
  readonly to: string
  /** What is there when the page shows what was asked. */
  readonly shows: string
}

/** Debian's own; `CHROMIUM` names another. */
const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })

const timeoutMs = 30_000

export async function browsing<T>(
  url: string,
  { username, password }: Credentials,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const browser = await launch()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'zh-CN' })
    page.setDefaultTimeout(timeoutMs)
    await page.goto(url)
    await page.locator('input[autocomplete=username]').fill(username)
    await page.locator('input[autocomplete=current-password]').fill(password)
    await page.locator('button[type=submit]').click()
    await page.locator('.bar').waitFor()
    return await work(page)
  } finally {
    await browser.close()
  }
}

/** As text: this program is checked without the types of a browser. */
const timing = (to: string, shows: string): string => `
  new Promise((resolve, reject) => {
    const startedMs = performance.now()
    history.pushState({}, '', ${JSON.stringify(to)})
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
    const look = () => {
      const ms = performance.now() - startedMs
      if (document.querySelector(${JSON.stringify(shows)}) !== null) resolve(ms)
      else if (ms > ${timeoutMs}) reject(new Error('nothing is shown'))
      else requestAnimationFrame(look)
    }
    look()
  })`

/**
 * Milliseconds from the moment the router is told where to go until the rows are in the page. Each
 * time from a page that was just loaded, so that nothing comes from the page's own memory.
 */
export async function visited(page: Page, base: string, visit: Visit): Promise<number> {
  await page.goto(`${base}/account`)
  await page.locator('h1').waitFor()
  await page.waitForLoadState('networkidle')
  const ms: unknown = await page.evaluate(timing(visit.to, visit.shows))
  assert(typeof ms === 'number', 'a time was measured')
  return ms
}
