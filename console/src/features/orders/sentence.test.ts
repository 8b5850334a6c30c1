import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Awaited, Waiting } from './client.ts'
import { sentenceOf, type Telling } from './sentence.ts'
import { words } from './words.ts'

const textAt = (language: 'zh' | 'en', path: string): string =>
  path
    .split('.')
    .reduce<unknown>((tree, name) => Reflect.get(Object(tree), name), words[language]) as string

const telling = (language: 'zh' | 'en'): Telling => ({
  language,
  t: (path, values = {}) =>
    textAt(language, path).replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name])),
  minute: (at) => at.slice(11, 16),
  role: (role) => (language === 'zh' ? '信审' : 'Credit auditor') + (role === 'x' ? '?' : ''),
  event: (event) => event,
  reason: (reason) => reason[language],
  isBirth: (event) => event === 'create_order',
})

const at = (time: string): string => `2026-01-05T${time}:00Z`
const entered = { event: 'submit_order', actor: 'dealer', actorSystem: 'console', at: at('09:05') }
const move = { event: 'pass', label: '初审通过', labelEn: 'Pass', to: 1, unmet: null }
const other = { ...move, event: 'reject', label: '初审拒绝', labelEn: 'Reject' }
const people: Awaited = { kind: 'people', roles: ['credit-auditor'], moves: [move, other] }
const answer: Awaited = {
  kind: 'answer',
  partner: 'BANK_A',
  since: at('09:00'),
  asked: 3,
  askedAgainAt: at('09:30'),
}
const timer: Awaited = { kind: 'timer', event: 'go', label: '自动', labelEn: 'Go', at: at('10:00') }
const why = { code: 'guard_failed', zh: '尚有 3 期', en: '3 are open' }
const system: Awaited = { kind: 'system', moves: [{ ...move, unmet: why }] }

const waiting = (...waitsFor: readonly Awaited[]): Waiting => ({ entered, waitsFor })

// prettier-ignore
const sentences: readonly (readonly [Waiting, zh: string, en: string])[] = [
  [waiting(people),
    '09:05，dealer「submit_order」后进入此状态；等待信审「初审通过」或「初审拒绝」。',
    'In this state since 09:05, by “submit_order” (dealer); waits for Credit auditor: “Pass” or “Reject”.'],
  [waiting(answer, people),
    '09:05，dealer「submit_order」后进入此状态；等待 BANK_A 答复（自 09:00，已询问 3 次，09:30 再次询问）。',
    'In this state since 09:05, by “submit_order” (dealer); waits for BANK_A to answer (since 09:00, asked 3 times, again at 09:30).'],
  [waiting(people, timer),
    '09:05，dealer「submit_order」后进入此状态；等待信审「初审通过」或「初审拒绝」；10:00 系统将自动「自动」。',
    'In this state since 09:05, by “submit_order” (dealer); waits for Credit auditor: “Pass” or “Reject”; at 10:00 the system goes on by itself: “Go”.'],
  [waiting(system),
    '09:05，dealer「submit_order」后进入此状态；等待系统「初审通过」（尚不能：尚有 3 期）。',
    'In this state since 09:05, by “submit_order” (dealer); waits for the system: “Pass” (not yet: 3 are open).'],
  [waiting(),
    '09:05，dealer「submit_order」后进入此状态；订单已结束，不再等待什么。',
    'In this state since 09:05, by “submit_order” (dealer); it has ended and waits for nothing.'],
  [{ entered: null, waitsFor: [people] },
    '等待信审「初审通过」或「初审拒绝」。',
    'Waits for Credit auditor: “Pass” or “Reject”.'],
]

test('one sentence says how the order came here and what it waits for, in both languages', () => {
  for (const [given, zh, en] of sentences) {
    assert.equal(sentenceOf(given, telling('zh')), zh)
    assert.equal(sentenceOf(given, telling('en')), en)
  }
})

test('what a job or the engine did was the system; a birth is told as one', () => {
  const born = { entered: { ...entered, event: 'create_order' }, waitsFor: [] }
  assert.match(sentenceOf(born, telling('en')), /^Created 09:05 by dealer;/u)
  const byJob = { entered: { ...entered, actorSystem: 'job' }, waitsFor: [] }
  assert.match(sentenceOf(byJob, telling('zh')), /，系统「submit_order」/u)
})
