import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../../i18n/en.ts'
import { zh } from '../../i18n/zh.ts'
import { reasonText } from './reason.ts'

const wrongRole = {
  code: 'actor_not_allowed',
  zh: '仅限角色 credit-auditor',
  en: 'only for credit-auditor',
}

test('a wrong role is told by the roles’ names in the reader’s language', () => {
  const row = { roles: ['credit-auditor', 'fund-router', 'system'] }
  assert.equal(
    reasonText({ reason: wrongRole }, row, { language: 'zh', words: zh }),
    '需要角色：信审、资金路由',
  )
  assert.equal(
    reasonText({ reason: wrongRole }, row, { language: 'en', words: en }),
    'For the role: Credit auditor, Fund router',
  )
})

test('what only the system does is said so', () => {
  const row = { roles: ['system'] }
  assert.equal(
    reasonText({ reason: wrongRole }, row, { language: 'zh', words: zh }),
    '由系统自动完成',
  )
})

test('any other reason is the server’s own sentence', () => {
  const reason = { code: 'guard_failed', zh: '尚未选择产品', en: 'no product is chosen' }
  const row = { roles: ['dealer'] }
  assert.equal(reasonText({ reason }, row, { language: 'zh', words: zh }), '尚未选择产品')
  assert.equal(
    reasonText({ reason }, undefined, { language: 'en', words: en }),
    'no product is chosen',
  )
  assert.equal(reasonText({ reason: null }, row, { language: 'en', words: en }), '')
})
