import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { after, test } from 'node:test'
import { testDatabase } from '#test/database'
import { diskStore, findFiles, openFiles, rememberFiles, type FileTerms } from './index.ts'
import { sniff } from './type.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'liushui-files-'))
after(() => rmSync(directory, { recursive: true }))
const files = openFiles(diskStore(directory))

const jpeg = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(text)])
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const terms: FileTerms = {
  name: 'front.jpg',
  contentType: 'image/jpeg',
  sizeMax: 1_000,
  typesAllowed: ['image/jpeg', 'application/pdf'],
}

/** What lies on the disk, without folders. */
const onDisk = (): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

async function bytesOf(sha: string): Promise<Buffer | undefined> {
  const stream = await files.open(sha)
  return stream && Buffer.concat(await stream.toArray())
}

test('a photo is kept under the hash of its bytes and comes back as it was', async () => {
  const photo = jpeg('a car from the front')
  const kept = await files.put(photo, terms)
  assert.deepEqual(kept, {
    ok: true,
    value: {
      sha256: sha256(photo),
      size: photo.length,
      contentType: 'image/jpeg',
      name: 'front.jpg',
    },
  })
  assert.deepEqual(await bytesOf(sha256(photo)), photo)
  assert.equal(await files.verify(sha256(photo)), true)
  const place = path.join(directory, sha256(photo).slice(0, 2), sha256(photo))
  assert.equal(statSync(place).mode & 0o777, 0o600)
})

test('the same content is kept once, also when it arrives twice at once', async () => {
  const photo = jpeg('twice')
  const results = await Promise.all([1, 2, 3].map(() => files.put(photo, terms)))
  assert.ok(results.every(({ ok }) => ok))
  assert.equal(onDisk().filter((name) => name === sha256(photo)).length, 1)
  assert.deepEqual(await bytesOf(sha256(photo)), photo)
})

test('a stream is taken part by part, whatever the size of its parts', async () => {
  const photo = jpeg('x'.repeat(500))
  async function* single(): AsyncGenerator<Uint8Array> {
    for (const byte of photo) yield Uint8Array.of(byte)
  }
  const kept = await files.put(single(), terms)
  assert.equal(kept.ok && kept.value.sha256, sha256(photo))
})

test('a file that is too large is refused at the first part too many', async () => {
  let parts = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      parts += 1
      yield jpeg('y'.repeat(96))
    }
  }
  const refused = await files.put(endless(), terms)
  assert.equal(!refused.ok && refused.problem.code, 'file_too_large')
  assert.equal(!refused.ok && refused.problem.facts?.['sizeMax'], 1_000)
  assert.equal(parts, 11)
})

test('an upload that is cut off leaves nothing behind', async () => {
  const before = onDisk()
  async function* cutOff(): AsyncGenerator<Uint8Array> {
    yield jpeg('the first half')
    throw new Error('connection reset')
  }
  await assert.rejects(files.put(cutOff(), terms), /connection reset/u)
  assert.deepEqual(onDisk(), before)
})

// prettier-ignore
const refusedBytes: readonly (readonly [string, Buffer])[] = [
  ['a program',                 Buffer.from('\x7fELF and so on')],
  ['a page that claims to be a photo', Buffer.from('<html><script>alert(1)</script>')],
  ['a photo of another kind',   Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1')],
  ['a mark that begins late',   Buffer.concat([Buffer.from(' '), jpeg('late')])],
  ['half a mark',               Buffer.from([0xff, 0xd8])],
  ['nothing',                   Buffer.alloc(0)],
]

for (const [name, bytes] of refusedBytes) {
  test(`its bytes decide what a file is: ${name} is refused`, async () => {
    const before = onDisk()
    const refused = await files.put(bytes, terms)
    assert.equal(!refused.ok && refused.problem.code, 'file_type_not_allowed')
    assert.match(
      refused.ok ? '' : refused.problem.detail,
      /allowed are image\/jpeg, application\/pdf/u,
    )
    assert.deepEqual(onDisk(), before)
  })
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ods = 'application/vnd.oasis.opendocument.spreadsheet'

// prettier-ignore
const marks: readonly (readonly [Buffer, string | undefined])[] = [
  [Buffer.from([0xff, 0xd8, 0xff, 0xdb]),              'image/jpeg'],
  [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),         'image/png'],
  [Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8 ', 'latin1'), 'image/webp'],
  [Buffer.from('RIFF\x10\x00\x00\x00WAVEfmt ', 'latin1'), undefined],
  [Buffer.from('%PDF-1.7'),                            'application/pdf'],
  [Buffer.from('GIF89a'),                              undefined],
  [Buffer.from('\ufeffno,name\r\n'),                   'text/csv'],
  [Buffer.from(`PK\x03\x04${'.'.repeat(26)}xl/worksheets/sheet1.xml`), xlsx],
  [Buffer.from(`PK\x03\x04${'.'.repeat(26)}mimetype${ods}`), ods],
  [Buffer.from(`PK\x03\x04${'.'.repeat(26)}readme.txt`), undefined],
]

test('what was removed is gone, and removing it again is no harm', async () => {
  const photo = jpeg('for some days')
  await files.put(photo, terms)
  await files.remove(sha256(photo))
  await files.remove(sha256(photo))
  assert.equal(await files.open(sha256(photo)), undefined)
  assert.equal(await files.verify(sha256(photo)), false)
  await files.remove('../../etc/passwd')
})

test('types are told by their first bytes', () => {
  for (const [bytes, type] of marks) assert.equal(sniff(bytes), type)
})

// prettier-ignore
const names: readonly (readonly [string, string])[] = [
  ['身份证 正面.jpg',          '身份证 正面.jpg'],
  ['../../etc/passwd',       'passwd'],
  ['C:\\photos\\car.jpg',    'car.jpg'],
  ['a\r\nb.jpg',             'ab.jpg'],
  ['',                       'file'],
  ['n'.repeat(300),          'n'.repeat(200)],
]

test('a name is only a name', async () => {
  for (const [given, expected] of names) {
    const kept = await files.put(jpeg('named'), { ...terms, name: given })
    assert.equal(kept.ok && kept.value.name, expected)
  }
})

test('what is not there, or is no hash, is not found', async () => {
  const unknown = sha256(Buffer.from('never stored'))
  for (const name of [unknown, '../../etc/passwd', 'ABC', '', sha256(jpeg('x')).toUpperCase()]) {
    assert.equal(await files.open(name), undefined)
    assert.equal(await files.verify(name), false)
  }
})

test('a file that was changed on the disk is noticed', async () => {
  const photo = jpeg('original')
  await files.put(photo, terms)
  const sha = sha256(photo)
  writeFileSync(path.join(directory, sha.slice(0, 2), sha), jpeg('forged'))
  assert.equal(await files.verify(sha), false)
})

test('what is known of a file is found by its hash, and known once', async () => {
  const { database } = await testDatabase()
  const at = new Date('2026-03-01T09:00:00Z')
  const stored = { sha256: sha256(jpeg('1')), size: 5, contentType: 'image/jpeg' } as const
  const renamed = { ...stored, name: 'later.jpg' }
  await database.transaction((tx) => rememberFiles(tx, [{ ...stored, name: 'first.jpg' }], at))
  await database.transaction((tx) => rememberFiles(tx, [renamed, renamed], at))
  const other = sha256(jpeg('other'))
  assert.deepEqual(await findFiles(database, [stored.sha256, other]), [
    { ...stored, name: 'first.jpg' },
  ])
})
