import { test } from 'node:test'
import { browserHouse } from './house.ts'

const house = await browserHouse()

test('the description of the API can be read in a browser, under its strict policy', async () => {
  const page = await house.open({ language: 'en' })
  await page.goto(`${house.url}/docs`)
  await page.getByRole('heading', { name: 'Liushui', exact: true }).waitFor()
  await page.getByText('/api/v1/auth/login').first().waitFor()
})

test('the type of a problem opens its explanation', async () => {
  const page = await house.open({ language: 'en' })
  await page.goto(`${house.url}/docs/problems#state_conflict`)
  await page.locator('tr:target', { hasText: 'state_conflict' }).waitFor()
})
