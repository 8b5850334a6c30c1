/** Maker and checker on the pages: what one person proposes another decides. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, fitsWidth, narrow } from './house.ts'

const house = await browserHouse()
const parameter = `${house.url}/parameters/auto-loan.refund_days`

test('a parameter is changed by two people, from a given moment on', async () => {
  const maker = await house.signedIn('admin')
  await maker.goto(parameter)
  await maker.getByRole('button', { name: '提出修改' }).click()
  await maker.locator('#value').fill('21')
  await maker.locator('#effectiveFrom').fill('2099-01-01 00:00:00')
  await maker.locator('#effectiveFrom').press('Enter')
  await maker.locator('#reason').fill('淡季放宽')
  await maker.getByRole('button', { name: '提交复核' }).click()
  await maker.getByRole('link', { name: '去复核' }).click()

  // Whoever proposed it sees why it cannot be decided, before anything is pressed.
  await maker.getByText('这是您提出的，须由另一人处理。').waitFor()
  assert.ok(await maker.getByRole('button', { name: '通过' }).isDisabled())

  const checker = await house.signedIn('admin2', { language: 'en' })
  await checker.goto(`${house.url}/approvals`)
  await checker.getByRole('link', { name: 'Change a parameter' }).click()
  const change = checker.getByRole('table', { name: 'What would change' })
  await change.getByRole('row', { name: 'Value 30 days 21 days' }).waitFor()
  await checker.getByLabel('Note').fill('agreed')
  await checker.getByRole('button', { name: 'Approve' }).click()
  await checker.getByText('Decided by').waitFor()

  await checker.goto(parameter)
  const history = checker.getByRole('region', { name: 'History' })
  await history.getByText('Not yet in force').waitFor()
  await history.getByText('Proposed by admin, approved by admin2').waitFor()
  const now = checker.getByRole('region', { name: 'Now' })
  assert.match(await now.innerText(), /Value now\s+30 days/u, 'until then the old one holds')
})

test('a rejection needs a reason, and the maker reads it', async () => {
  const maker = await house.signedIn('admin', { language: 'en' })
  await maker.goto(parameter)
  await maker.getByRole('button', { name: 'Propose a change' }).click()
  await maker.locator('#value').fill('3')
  await maker.locator('#reason').fill('shorter')
  await maker.getByRole('button', { name: 'Send for approval' }).click()
  await maker.getByRole('link', { name: 'To the proposal' }).click()
  await maker.waitForURL(/\/approvals\/[0-9a-f-]{36}$/u)

  const checker = await house.signedIn('admin2', narrow)
  await checker.goto(maker.url())
  await fitsWidth(checker)
  await checker.getByRole('button', { name: '驳回' }).click()
  await checker.getByText('驳回时请填写意见').waitFor()
  await checker.getByLabel('处理意见').fill('太短了')
  await checker.getByRole('button', { name: '驳回' }).click()
  await checker.getByText('处理人').waitFor()

  await maker.goto(`${house.url}/approvals?box=mine`)
  await maker
    .getByRole('row', { name: /Rejected/u })
    .getByRole('link')
    .first()
    .click()
  await maker.getByText('太短了').waitFor()
})

test('a limit of approval is proposed for a role that decides, and holds after the second', async () => {
  const maker = await house.signedIn('admin')
  await maker.goto(`${house.url}/approvals/limits`)
  await maker.getByText('没有设限', { exact: true }).waitFor()
  await maker.getByRole('button', { name: '提出修改' }).click()
  const dialog = maker.getByRole('dialog')
  const choose = async (label: string, option: string): Promise<void> => {
    await dialog.getByLabel(label).click()
    await maker.locator('.ant-select-item-option', { hasText: option }).click()
  }
  await choose('事项', '手工调账')
  await choose('角色', '财务运营')
  await dialog.getByLabel('金额').fill('50000')
  await dialog.getByLabel('原因').fill('新人')
  await dialog.getByRole('button', { name: '提出修改' }).click()
  await dialog.waitFor({ state: 'detached' })

  const checker = await house.signedIn('admin2')
  await checker.goto(`${house.url}/approvals`)
  // The page’s own way to the limits has the same name as the kind of the proposal.
  await checker.locator('[data-row]', { hasText: '审批限额' }).first().click()
  await checker.getByText('¥50,000.00').waitFor()
  await checker.getByRole('button', { name: '通过' }).click()
  await checker.getByText('处理人').waitFor()
  await checker.goto(`${house.url}/approvals/limits`)
  await checker.getByRole('row', { name: /手工调账.*财务运营.*50,000\.00/u }).waitFor()
})
