import { sql, type Reader, type Tx } from '#kernel/db'
import { maskName, type Secrets } from '#kernel/secret'
import { insertRows, type Order } from '../orders/index.ts'
import type { Fields, GroupName, Groups, Person, PersonEffect } from './model.ts'

interface GroupRow {
  readonly bucket: number
  readonly orderId: string
  readonly personId: Person['id']
  readonly name: GroupName
  readonly sealed: Buffer
}

/** The people of these orders, with all their groups in clear: for rules, never for an answer. */
export async function readPeople(
  reader: Reader,
  secrets: Secrets,
  orders: readonly Order[],
): Promise<readonly Person[]> {
  const rows = await groupsOf(reader, orders.flatMap(peopleOf))
  const clear = await secrets.decrypt(reader, rows)
  const texts = new Map(rows.map((row, at) => [row, clear[at]]))
  return orders.flatMap((order) =>
    peopleOf(order).map(({ bucket, id, part }) => {
      const own = rows.filter(({ personId }) => personId === id)
      const erased = own.some((row) => texts.get(row) === undefined)
      const groups = Object.fromEntries(
        own.map((row) => [row.name, JSON.parse(texts.get(row) ?? '{}') as Fields]),
      ) as Groups
      return { bucket, id, orderId: order.id, part, groups: erased ? undefined : groups }
    }),
  )
}

interface PersonKey {
  readonly bucket: number
  readonly id: Person['id']
  readonly part: Person['part']
}

function peopleOf({ bucket, applicantId, coborrowerId }: Order): readonly PersonKey[] {
  const applicant: PersonKey = { bucket, id: applicantId, part: 'applicant' }
  if (coborrowerId === null) return [applicant]
  return [applicant, { bucket, id: coborrowerId, part: 'co_borrower' }]
}

async function groupsOf(reader: Reader, people: readonly PersonKey[]): Promise<GroupRow[]> {
  return await reader.rows<GroupRow>(
    sql`select bucket, person_id, name, sealed from auto_loan.person_group
         where (bucket, person_id) in (
           select asked.bucket, asked.id
             from unnest(${people.map(({ bucket }) => bucket)}::smallint[],
                         ${people.map(({ id }) => id)}::uuid[]) as asked (bucket, id))`,
    'auto_loan.read_groups',
  )
}

/** Masked names of these applicants, as a list shows them; none of a person who was erased. */
export async function readMaskedNames(
  reader: Reader,
  secrets: Secrets,
  people: readonly { readonly bucket: number; readonly id: Person['id'] }[],
): Promise<ReadonlyMap<string, string>> {
  if (people.length === 0) return new Map()
  const rows = await reader.rows<{ personId: string; sealed: Buffer }>(
    sql`select g.person_id, g.sealed
          from unnest(${people.map(({ bucket }) => bucket)}::smallint[],
                      ${people.map(({ id }) => id)}::uuid[]) as asked (bucket, person_id)
          join auto_loan.person_group as g using (bucket, person_id)
         where g.name = 'identity'`,
    'auto_loan.read_names',
  )
  const clear = await secrets.decrypt(reader, rows)
  return new Map(
    rows.flatMap(({ personId }, at): [string, string][] => {
      const { name } = JSON.parse(clear[at] ?? '{}') as Fields
      return name === undefined ? [] : [[personId, maskName(String(name))]]
    }),
  )
}

/** One sealed group of a person, for unmasking under the eyes of the audit. */
export async function sealedGroup(
  reader: Reader,
  person: { readonly bucket: number; readonly id: string },
  name: GroupName,
): Promise<Buffer | undefined> {
  const row = await reader.row<{ sealed: Buffer }>(sql`
    select sealed from auto_loan.person_group
     where bucket = ${person.bucket} and person_id = ${person.id} and name = ${name}`)
  return row?.sealed
}

/** Writes changed groups, sealed; makes the keys of new people; keeps the blind indexes true. */
export async function savePeople(
  tx: Tx,
  secrets: Secrets,
  effects: readonly PersonEffect[],
): Promise<void> {
  await insertPeople(
    tx,
    secrets,
    effects.filter(({ isNew }) => isNew),
  )
  await saveGroups(tx, secrets, effects)
  await saveIndexes(tx, secrets, effects)
}

async function insertPeople(
  tx: Tx,
  secrets: Secrets,
  effects: readonly PersonEffect[],
): Promise<void> {
  if (effects.length === 0) return
  await secrets.newPersons(
    tx,
    effects.map(({ personId }) => personId),
  )
  const rows = effects.map(({ order, personId, part, at }) => ({
    bucket: order.bucket,
    id: personId as string,
    orderId: order.id as string,
    part,
    createdAt: at,
  }))
  await insertRows(
    tx,
    {
      table: 'auto_loan.person',
      columns: {
        bucket: 'smallint',
        id: 'uuid',
        orderId: 'uuid',
        part: 'text',
        createdAt: 'timestamptz',
      },
    },
    rows,
  )
}

async function saveGroups(
  tx: Tx,
  secrets: Secrets,
  effects: readonly PersonEffect[],
): Promise<void> {
  const groups = effects.flatMap(({ order, personId, groups: changed, at: updatedAt }) =>
    Object.entries(changed).map(([name, fields]) => ({
      row: { bucket: order.bucket, personId: personId as string, name, updatedAt },
      value: JSON.stringify(fields),
    })),
  )
  const clear = groups.map(({ row, value }) => ({ personId: row.personId, value }))
  const sealed = await secrets.encrypt(tx, clear)
  const columns = {
    bucket: 'smallint',
    personId: 'uuid',
    name: 'text',
    sealed: 'bytea',
    updatedAt: 'timestamptz',
  } as const
  await insertRows(
    tx,
    { table: 'auto_loan.person_group', columns },
    groups.map(({ row }, at) => ({ ...row, sealed: sealed[at] })),
    sql`on conflict (bucket, person_id, name)
      do update set sealed = excluded.sealed, updated_at = excluded.updated_at`,
  )
}

interface Indexes {
  readonly phoneIndex: Buffer | null
  readonly idNumberIndex: Buffer | null
}

/** Null leaves the index as it is. */
function indexesOf(secrets: Secrets, groups: Groups): Indexes {
  const phone = groups.basic?.['phone']
  const idNumber = groups.identity?.['idNumber']
  return {
    phoneIndex: phone === undefined ? null : secrets.blindIndex('phone', String(phone)),
    idNumberIndex:
      idNumber === undefined ? null : secrets.blindIndex('id_number', String(idNumber)),
  }
}

async function saveIndexes(
  tx: Tx,
  secrets: Secrets,
  effects: readonly PersonEffect[],
): Promise<void> {
  const changed = effects
    .map((effect) => ({ ...effect, ...indexesOf(secrets, effect.groups) }))
    .filter(({ phoneIndex, idNumberIndex }) => phoneIndex !== null || idNumberIndex !== null)
  if (changed.length === 0) return
  const buckets = changed.map(({ order }) => order.bucket)
  const ids = changed.map(({ personId }) => personId as string)
  await tx.run(sql`
    update auto_loan.person as p
       set phone_index = coalesce(given.phone_index, p.phone_index),
           id_number_index = coalesce(given.id_number_index, p.id_number_index)
      from unnest(${buckets}::smallint[], ${ids}::uuid[],
        ${changed.map(({ phoneIndex }) => phoneIndex)}::bytea[],
        ${changed.map(({ idNumberIndex }) => idNumberIndex)}::bytea[])
        as given (bucket, id, phone_index, id_number_index)
     where p.bucket = given.bucket and p.id = given.id and p.id = any(${ids}::uuid[])`)
  await insertRows(
    tx,
    {
      table: 'auto_loan.applicant_lookup',
      columns: { bucket: 'smallint', orderId: 'uuid', phoneIndex: 'bytea', idNumberIndex: 'bytea' },
    },
    changed
      .filter(({ part }) => part === 'applicant')
      .map(({ order, phoneIndex, idNumberIndex }) => ({
        bucket: order.bucket,
        orderId: order.id as string,
        phoneIndex,
        idNumberIndex,
      })),
    sql`on conflict (bucket, order_id) do update
      set phone_index = coalesce(excluded.phone_index, applicant_lookup.phone_index),
          id_number_index = coalesce(excluded.id_number_index, applicant_lookup.id_number_index)`,
  )
}
