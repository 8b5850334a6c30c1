import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskDigits, masked, openLog } from './index.ts'

function collect() {
  const lines: string[] = []
  return { lines, log: openLog('debug', { write: (line) => void lines.push(line) }) }
}

test('a log line is JSON with time, level, message and its facts', () => {
  const { lines, log } = collect()
  log.child({ requestId: 'r1' }).info({ orderNo: 'AF20260101000017' }, 'order moved')
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>
  assert.equal(line['msg'], 'order moved')
  assert.equal(line['requestId'], 'r1')
  assert.equal(line['orderNo'], 'AF20260101000017')
  assert.ok(!Number.isNaN(Date.parse(String(line['time']))))
})

test('personal data and secrets never reach a line, wherever they hide', () => {
  const { lines, log } = collect()
  const person = { name: '张三', phone: '13800138000', idNumber: '11010519491231002X' }
  log.warn({ person, cards: ['6222020200000000006'], password: 'hunter2' }, 'call 13800138000')
  log.error({ error: new Error('card 6222 0202 0000 0000 006 was declined') }, 'failed')
  const text = lines.join('')
  for (const secret of [
    '张三',
    '13800138000',
    '11010519491231002X',
    '6222020200000000006',
    'hunter2',
  ]) {
    assert.ok(!text.includes(secret), `${secret} in ${text}`)
  }
  assert.ok(!text.includes('0202 0000'))
})

test('masking keeps the ends and leaves short numbers and words alone', () => {
  assert.equal(maskDigits('phone 13800138000 ok'), 'phone 138****8000 ok')
  assert.equal(
    maskDigits('order AF20260101000017, 1050000 fen'),
    'order AF20260101000017, 1050000 fen',
  )
  assert.deepEqual(masked({ amount: 12n, deep: [{ token: 'x' }] }), {
    amount: '12',
    deep: [{ token: '***' }],
  })
})

test('a circle is cut, not followed', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = circle
  assert.ok(JSON.stringify(masked(circle)).includes('…'))
})

test('a level that is off writes nothing', () => {
  const lines: string[] = []
  const log = openLog('error', { write: (line) => void lines.push(line) })
  log.debug({}, 'quiet')
  log.info({}, 'quiet')
  assert.deepEqual(lines, [])
})
