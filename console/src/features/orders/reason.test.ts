import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../../i18n/en.ts'
import { zh } from '../../i18n/zh.ts'
import { reasonText, type ReasonFacts } from './reason.ts'

const guardText = (guard: string, facts: ReasonFacts) =>
  guard === 'all_settled' ? `还有 ${String(facts['open'])} 期` : undefined

const wrongRole = {
  code: 'actor_not_allowed',
  zh: '仅限角色 credit-auditor',
  en: 'only for credit-auditor',
}

test('a wrong role is told by the roles’ names in the reader’s language', () => {
  const row = { roles: ['credit-auditor', 'fund-router', 'system'] }
  assert.equal(
    reasonText(wrongRole, row, { language: 'zh', words: zh, guardText }),
    '需要角色：信审、资金路由',
  )
  assert.equal(
    reasonText(wrongRole, row, { language: 'en', words: en, guardText }),
    'For the role: Credit auditor, Fund router',
  )
})

test('what only the system does is said so', () => {
  const row = { roles: ['system'] }
  assert.equal(
    reasonText(wrongRole, row, { language: 'zh', words: zh, guardText }),
    '由系统自动完成',
  )
})

test('a guard speaks the product’s words, and the server’s sentence where there are none', () => {
  const reason = { code: 'guard_failed', zh: '尚未选择产品', en: 'no product is chosen' }
  const owing = { ...reason, guard: 'all_settled', facts: { open: 3 } }
  const chinese = { language: 'zh', words: zh, guardText } as const
  assert.equal(reasonText(owing, undefined, chinese), '还有 3 期')
  assert.equal(reasonText({ ...owing, guard: 'new_guard' }, undefined, chinese), '尚未选择产品')
  assert.equal(reasonText(reason, { roles: ['dealer'] }, chinese), '尚未选择产品')
  const english = { language: 'en', words: en, guardText } as const
  assert.equal(reasonText(reason, undefined, english), 'no product is chosen')
  assert.equal(reasonText(null, undefined, english), '')
})
