/** Walks through every page, in each language, look and width that somebody wants to see. */
import type { Browser, Page } from 'playwright-core'
import { password, signIn, type Language } from './house.ts'
import type { Life } from './life.ts'
import type { ShownPage } from './pages.ts'

export interface View {
  readonly language: Language
  readonly look: 'light' | 'dark'
  readonly width: number
}

export interface Sight extends View {
  readonly page: Page
  readonly shown: ShownPage
}

interface Tour {
  readonly browser: Browser
  readonly url: string
  readonly life: Life
  readonly pages: readonly ShownPage[]
  readonly views: readonly View[]
  readonly visit: (sight: Sight) => Promise<void>
}

const height = 860

/** Each page is loaded once and then turned over, as a reader does who changes the language. */
export async function tour({ browser, url, life, pages, views, visit }: Tour): Promise<void> {
  const open = new Map<string, Page>()
  for (const shown of pages) {
    const user = shown.user ?? ''
    const page = open.get(user) ?? (await arrive(browser, url, user))
    open.set(user, page)
    await page.goto(url + shown.address(life))
    await page
      .locator('h1')
      .first()
      .waitFor()
      .catch((problem: unknown) => {
        throw new Error(`${shown.name} has no heading`, { cause: problem })
      })
    for (const view of views) {
      await turn(page, view)
      await visit({ ...view, page, shown })
    }
  }
  for (const page of open.values()) await page.context().close()
}

async function arrive(browser: Browser, url: string, user: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  if (user === '') return page
  await page.goto(url)
  await signIn(page, user, password)
  await page.locator('.bar').waitFor()
  return page
}

const languageSwitch = '.language-switch'

/** Colours change slowly, and would be measured half-way; what turns for ever is let turn. */
const isStill = `document.getAnimations().every(({ playState, effect }) =>
  playState !== 'running' || effect.getComputedTiming().iterations === Infinity)`

async function turn(page: Page, { language, look, width }: View): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: look })
  const said = String(await page.evaluate('document.documentElement.lang'))
  if (!said.startsWith(language)) await page.locator(languageSwitch).first().click()
  // The pointer lies nowhere, so that nothing shows what it shows on pointing.
  await page.mouse.move(0, height - 1)
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(isStill)
}

export const viewName = ({ language, look, width }: View): string => `${language} ${width} ${look}`
