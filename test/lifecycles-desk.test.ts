import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testHouse } from '#test/house'

const house = await testHouse()
const sources = new URL('../docs/sources/', import.meta.url)
const document = readFileSync(new URL('000_c23e34179e43ca84.txt', sources))
const amendments = readFileSync(new URL('000-amendments.md', sources))

/** The document with its amendments, as version 9, with the wording of one state changed. */
const changed = (text: Buffer): string =>
  Buffer.from(
    text.toString('utf8').replaceAll('| 8 ', '| 9 ').replaceAll('初审中', '初审审核中'),
  ).toString('base64')

const files = [
  { name: 'document.md', base64: changed(document) },
  { name: 'amendments.md', base64: changed(amendments) },
]

test('a changed document is read, compared, saved, and in force when a second person approves', async () => {
  const [maker, checker] = [await house.person(['admin']), await house.person(['admin'])]
  const shown = await maker.post('/api/v1/lifecycles/read', { machine: 'auto-loan', files })
  assert.equal(shown.status, 200)
  const nine = shown.body.versions.find((one: { version: string }) => one.version === '9')
  assert.ok(nine, 'the document names version 9')
  assert.equal(
    shown.body.findings.filter((one: { severity: string }) => one.severity === 'error').length,
    0,
  )

  const saved = await maker.post('/api/v1/lifecycles/drafts', { machine: 'auto-loan', files })
  assert.equal(saved.status, 201, JSON.stringify(saved.body))
  const wanted = { hash: nine.hash, takesNewOrders: true, reason: 'clearer wording' }
  const proposed = await maker.post('/api/v1/lifecycles/auto-loan/9/publish', wanted)
  assert.equal(proposed.status, 202)
  const approve = `/api/v1/proposals/${proposed.body.proposalId}/approve`
  assert.equal((await maker.post(approve, { comment: 'mine' })).body.code, 'same_person')
  assert.equal((await checker.post(approve, { comment: 'looks right' })).status, 200)

  const listed = await checker.get('/api/v1/lifecycles?machine=auto-loan')
  const version = listed.body.items.find((one: { version: string }) => one.version === '9')
  assert.deepEqual([version.state, version.takesNewOrders], ['published', true])
  const drawn = await checker.get('/api/v1/lifecycles/auto-loan/9/drawing?language=en')
  assert.match(drawn.body, /^<svg/)
})

test('a document that would strand an order is shown with its findings and cannot be saved', async () => {
  const maker = await house.person(['admin'])
  const alone = [{ name: 'document.md', base64: document.toString('base64') }]
  const shown = await maker.post('/api/v1/lifecycles/read', { machine: 'trial', files: alone })
  const codes = shown.body.findings.map((one: { code: string }) => one.code)
  assert.ok(codes.includes('state_not_in_table'))
  const saved = await maker.post('/api/v1/lifecycles/drafts', { machine: 'trial', files: alone })
  assert.deepEqual([saved.status, saved.body.code], [422, 'definition_has_errors'])
})

test('what is no document is refused in words', async () => {
  const maker = await house.person(['admin'])
  const send = (name: string, text: string) =>
    maker.post('/api/v1/lifecycles/read', {
      files: [{ name, base64: Buffer.from(text).toString('base64') }],
    })
  assert.equal((await send('a.md', 'nothing here')).body.code, 'document_invalid')
  assert.equal((await send('a.exe', 'MZ')).body.code, 'document_format_unknown')
  const none = await maker.get('/api/v1/lifecycles/nothing/1')
  assert.deepEqual([none.status, none.body.code], [404, 'definition_not_found'])
  const auditor = await house.person(['credit-auditor'])
  assert.equal((await auditor.post('/api/v1/lifecycles/read', { files: [] })).status, 403)
})
