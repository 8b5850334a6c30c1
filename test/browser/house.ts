/**
 * The whole program as a newcomer starts it (`start --demo`), and a browser before it. A page that
 * asks a foreign server, logs an error or throws fails the test that opened it.
 */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'

export const password = 'browser password 2026'

export type Language = 'zh' | 'en'

export interface View {
  readonly language?: Language
  readonly width?: number
  readonly height?: number
}

export interface BrowserHouse {
  readonly url: string
  /** A fresh browser window, not signed in. */
  open(view?: View): Promise<Page>
  /** A fresh browser window in which this demo user has signed in. */
  signedIn(username: string, view?: View): Promise<Page>
}

export const narrow: View = { width: 390, height: 844 }

/** The program and a browser, for whoever ends them himself. */
export interface RunningHouse {
  readonly url: string
  readonly browser: Browser
  readonly stop: () => Promise<void>
}

export async function runHouse(): Promise<RunningHouse> {
  const folder = mkdtempSync(`${tmpdir()}/liushui-browser-`)
  const port = await freePort()
  const program = start(folder, port, await freePort())
  const url = `http://127.0.0.1:${port}`
  const browser = await launch()
  async function end(): Promise<void> {
    await browser.close()
    await stop(program)
    rmSync(folder, { recursive: true, force: true })
  }
  await ready(url, program).catch(async (problem: unknown) => {
    await end()
    throw problem
  })
  return { url, browser, stop: end }
}

export async function browserHouse(): Promise<BrowserHouse> {
  const { url, browser, stop: end } = await runHouse()
  after(end)
  const open = (view: View = {}) => windowOf(browser, url, view)
  return {
    url,
    open,
    signedIn: async (username, view) => {
      const page = await open(view)
      await signIn(page, username, password)
      await page.locator('.bar').waitFor()
      return page
    },
  }
}

export async function signIn(page: Page, username: string, secret: string): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(username)
  await page.locator('input[autocomplete=current-password]').fill(secret)
  await page.locator('button[type=submit]').click()
}

function start(folder: string, port: number, sandboxPort: number): ChildProcess {
  const main = fileURLToPath(new URL('../../src/app/main.ts', import.meta.url))
  return spawn(process.execPath, [main, 'start', '--demo', '--data', folder, '--port', `${port}`], {
    env: {
      ...process.env,
      SANDBOX_PORT: `${sandboxPort}`,
      LIUSHUI_ADMIN_PASSWORD: password,
      LIUSHUI_LOG: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function stop(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return
  const exit = once(program, 'exit')
  program.kill('SIGTERM')
  await exit
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  assert.ok(address !== null && typeof address === 'object')
  return address.port
}

const readyTriesMax = 300

async function ready(url: string, program: ChildProcess): Promise<void> {
  for (let tries = 0; tries < readyTriesMax; tries++) {
    assert.equal(program.exitCode, null, 'the program ended before it was ready')
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(200)
  }
  assert.fail(`${url} is not ready after ${(readyTriesMax * 200) / 1_000} s`)
}

/** Debian's own; `CHROMIUM` names another. */
function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Generous: the machine of a check is busy with more than one browser. */
const timeoutMsMax = 40_000

async function windowOf(browser: Browser, url: string, view: View): Promise<Page> {
  const { language = 'zh', width = 1280, height = 860 } = view
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
  })
  context.setDefaultTimeout(timeoutMsMax)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`threw: ${error.message}`))
  page.on('request', (request) => {
    if (!/^(?:data|blob):/u.test(request.url()) && !request.url().startsWith(url)) {
      faults.push(`foreign request: ${request.url()}`)
    }
  })
  page.on('console', (message) => {
    // Chromium itself reports every refused answer; what the page makes of it is tested.
    const refused = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !refused) faults.push(`logged: ${message.text()}`)
  })
  after(async () => {
    await context.close()
    assert.deepEqual(faults, [], 'the page is quiet and asks nobody else')
  })
  await page.goto(url)
  return page
}

/** Nothing may stick out to the side: a phone would have to be pushed around. */
export async function fitsWidth(page: Page): Promise<void> {
  // As text, because these tests are checked without the types of a browser.
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
  const wanted = Number(await page.evaluate('document.documentElement.clientWidth'))
  assert.ok(wide <= wanted, `${page.url()} is ${wide} pixels wide on a page of ${wanted}`)
}
