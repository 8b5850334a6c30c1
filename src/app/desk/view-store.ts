/** Saved views and chosen columns in the database. */
import type { Instant } from '#kernel/clock'
import { sql, type Reader, type Tx } from '#kernel/db'
import type { Id } from '#kernel/id'
import { assert } from '#kernel/problem'

export interface SavedView {
  readonly id: Id<'view'>
  readonly ownerId: Id<'user'>
  readonly name: string
  readonly search: string
  readonly shared: boolean
}

/** Whose list it is: a person, and the party that the person is of; '' is the house. */
export interface ListOwner {
  readonly person: Id<'user'>
  readonly party: string
  readonly list: string
}

/** A person's own views of a list, and how many of colleagues' are shown with them. */
export const ownViewsMax = 50
export const sharedViewsMax = 100

const columns = sql`id, owner_id, name, search, shared`

export async function viewsOf(reader: Reader, owner: ListOwner): Promise<readonly SavedView[]> {
  const { person, party, list } = owner
  return await reader.rows<SavedView>(sql`
    (select ${columns} from desk.saved_view
      where owner_id = ${person} and list = ${list} order by name limit ${ownViewsMax})
    union all
    (select ${columns} from desk.saved_view
      where shared and list = ${list} and party = ${party} and owner_id <> ${person}
      order by name, id limit ${sharedViewsMax})`)
}

export async function columnsOf(
  reader: Reader,
  { person, list }: ListOwner,
): Promise<readonly string[] | null> {
  const found = await reader.row<{ readonly columns: readonly string[] }>(sql`
    select columns from desk.column_choice where owner_id = ${person} and list = ${list}`)
  return found?.columns ?? null
}

export async function keepColumns(
  tx: Tx,
  { person, list }: ListOwner,
  given: { readonly columns: readonly string[]; readonly at: Instant },
): Promise<void> {
  await tx.run(sql`
    insert into desk.column_choice (owner_id, list, columns, chosen_at)
    values (${person}, ${list}, ${[...given.columns]}::text[], ${given.at})
    on conflict on constraint column_choice_pkey
      do update set columns = excluded.columns, chosen_at = excluded.chosen_at`)
}

export async function forgetColumns(tx: Tx, { person, list }: ListOwner): Promise<void> {
  await tx.run(sql`
    delete from desk.column_choice where owner_id = ${person} and list = ${list}`)
}

/** Saving under a name that this person has already used for this list replaces what it meant. */
export async function keepView(
  tx: Tx,
  { party, list }: ListOwner,
  given: { readonly view: SavedView; readonly at: Instant },
): Promise<SavedView> {
  const { id, ownerId, name, search, shared } = given.view
  const kept = await tx.row<SavedView>(sql`
    insert into desk.saved_view (id, owner_id, party, list, name, search, shared, saved_at)
    values (${id}, ${ownerId}, ${party}, ${list}, ${name}, ${search}, ${shared}, ${given.at})
    on conflict on constraint saved_view_one_name_per_list
      do update set search = excluded.search, shared = excluded.shared, party = excluded.party,
        saved_at = excluded.saved_at
    returning ${columns}`)
  assert(kept, 'an insert that replaces returns its row')
  return kept
}

export async function countViews(reader: Reader, { person, list }: ListOwner): Promise<number> {
  const found = await reader.rows(sql`
    select id from desk.saved_view where owner_id = ${person} and list = ${list}
     limit ${ownViewsMax + 1}`)
  return found.length
}

/** Only who saved it takes it away; how many rows went. */
export async function dropView(tx: Tx, owner: ListOwner, id: string): Promise<number> {
  return await tx.run(sql`
    delete from desk.saved_view
     where id = ${id} and owner_id = ${owner.person} and list = ${owner.list}`)
}
