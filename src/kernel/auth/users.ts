/** The people of the back office: made, changed and disabled by an administrator. */
import type { Instant } from '../clock/index.ts'
import { sql, type Reader, type Tx } from '../db/index.ts'
import { newId, type Id } from '../id/index.ts'
import { accept, assert, refuse, type Json, type Result } from '../problem/index.ts'
import type { Party, Role } from './actor.ts'
import { attemptSucceeded } from './attempts.ts'
import { tellOfUser, type Deed } from './deed.ts'
import { generatePassword, hashPassword, passwordFault } from './password.ts'
import { revokeSessionsOf } from './sessions.ts'
import { userFault, userOf, type User, type UserRow } from './user.ts'

export interface NewUser {
  readonly username: string
  readonly displayName: string
  readonly roles: readonly Role[]
  readonly party?: Party | undefined
  /** Generated, and answered once, when missing. */
  readonly password?: string | undefined
  /** False only where the person chose the password: everybody else changes it at first sign-in. */
  readonly mustChangePassword: boolean
}

export interface UserCreated {
  readonly user: User
  /** Only when it was generated. */
  readonly password: string | undefined
}

export interface UserChange {
  readonly displayName?: string | undefined
  readonly roles?: readonly Role[] | undefined
  /** Null makes the user the house's own. */
  readonly party?: Party | null | undefined
  readonly disabled?: boolean | undefined
  readonly totpRequired?: boolean | undefined
  readonly expectedVersion: number
}

export const userColumns = sql`
  u.id, u.username, u.display_name, u.roles, u.party_kind, u.party_code, u.must_change_password,
  u.totp_required, u.disabled_at, u.version, u.created_at, u.updated_at,
  t.confirmed_at is not null as totp_enrolled`

export const userTables = sql`auth.user_account u left join auth.totp t on t.user_id = u.id`

export async function createUser(
  tx: Tx,
  given: NewUser,
  deed: Deed,
): Promise<Result<UserCreated, 'user_invalid' | 'username_taken' | 'password_too_weak'>> {
  const { displayName, roles, party, mustChangePassword } = given
  const username = given.username.trim().toLowerCase()
  const password = given.password ?? generatePassword()
  const fault = userFault({ username, roles, party }) ?? passwordFault(password, username)
  if (fault) return fault
  const id = newId<'user'>()
  const written = await tx.run(sql`
    insert into auth.user_account (id, username, display_name, roles, party_kind, party_code,
      password_hash, must_change_password, totp_required, disabled_at, version, created_at,
        updated_at)
    values (${id}, ${username}, ${displayName}, ${roles}::text[], ${party?.kind ?? null},
      ${party?.code ?? null}, ${await hashPassword(password)}, ${mustChangePassword},
      false, null, 1, ${deed.at}, ${deed.at})
    on conflict (username) do nothing`)
  if (written === 0) return refuse('username_taken', `There is a user "${username}" already.`)
  const user = await findUser(tx, id)
  assert(user, 'a user that was just written is there')
  await tellOfUser(tx, deed, { action: 'auth.user-create', id, after: facts(user) })
  return accept({ user, password: given.password === undefined ? password : undefined })
}

export async function updateUser(
  tx: Tx,
  id: Id<'user'>,
  change: UserChange,
  deed: Deed,
): Promise<
  Result<User, 'user_not_found' | 'user_invalid' | 'version_conflict' | 'last_administrator'>
> {
  const { before, administrators } = await lockUser(tx, id)
  if (!before) return refuse('user_not_found', `There is no user ${id}.`)
  if (before.version !== change.expectedVersion) {
    const detail = `The user has version ${before.version} now: read it again.`
    return refuse('version_conflict', detail, { version: before.version })
  }
  const after = changed(before, change, deed.at)
  const fault = userFault(after)
  if (fault) return fault
  if (administrators === 1 && isAdministrator(before) && !isAdministrator(after)) {
    return refuse('last_administrator', 'Somebody has to stay administrator.')
  }
  await tx.run(sql`
    update auth.user_account
       set display_name = ${after.displayName}, roles = ${after.roles}::text[],
           party_kind = ${after.party?.kind ?? null}, party_code = ${after.party?.code ?? null},
           totp_required = ${after.totpRequired}, disabled_at = ${after.disabledAt},
           version = version + 1, updated_at = ${deed.at}
     where id = ${id} and version = ${before.version}`)
  if (after.disabledAt !== null) await revokeSessionsOf(tx, id, deed.at)
  await tellOfUser(tx, deed, {
    action: 'auth.user-update',
    id,
    before: facts(before),
    after: facts(after),
  })
  return accept(after)
}

function changed(before: User, change: UserChange, at: Instant): User {
  const { displayName, roles, party, disabled, totpRequired } = change
  const since = before.disabledAt ?? at
  return {
    ...before,
    displayName: displayName ?? before.displayName,
    roles: roles ?? before.roles,
    party: party === undefined ? before.party : (party ?? undefined),
    totpRequired: totpRequired ?? before.totpRequired,
    disabledAt: (disabled ?? before.disabledAt !== null) ? since : null,
    version: before.version + 1,
    updatedAt: at,
  }
}

const isAdministrator = (user: User): boolean =>
  user.roles.includes('admin') && user.disabledAt === null

/** The administrators are locked too: two who disable each other at once cannot both succeed. */
async function lockUser(
  tx: Tx,
  id: Id<'user'>,
): Promise<{ readonly before: User | undefined; readonly administrators: number }> {
  const rows = await tx.rows<UserRow>(sql`
    select ${userColumns} from ${userTables}
     where u.id = ${id} or ('admin' = any(u.roles) and u.disabled_at is null)
     order by u.id for update of u`)
  const users = rows.map(userOf)
  return {
    before: users.find((user) => user.id === id),
    administrators: users.filter(isAdministrator).length,
  }
}

/** A new first password, which the user changes at the next sign-in. All its sessions end. */
export async function resetPassword(
  tx: Tx,
  id: Id<'user'>,
  given: string | undefined,
  deed: Deed,
): Promise<
  Result<{ readonly password: string | undefined }, 'user_not_found' | 'password_too_weak'>
> {
  const user = await findUser(tx, id)
  if (!user) return refuse('user_not_found', `There is no user ${id}.`)
  const password = given ?? generatePassword()
  const fault = passwordFault(password, user.username)
  if (fault) return fault
  await setPassword(tx, { id, hash: await hashPassword(password), mustChange: true, at: deed.at })
  await revokeSessionsOf(tx, id, deed.at)
  // Whoever locked it by guessing has guessed an old password.
  await attemptSucceeded(tx, user.username)
  await tellOfUser(tx, deed, { action: 'auth.password-reset', id })
  return accept({ password: given === undefined ? password : undefined })
}

interface PasswordSet {
  readonly id: Id<'user'>
  /** Only while the user is as it was read; undefined: however it is. */
  readonly version?: number
  readonly hash: string
  readonly mustChange: boolean
  readonly at: Instant
}

/** False when the user was changed meanwhile. */
export async function setPassword(tx: Tx, set: PasswordSet): Promise<boolean> {
  const { id, version, hash, mustChange, at } = set
  const written = await tx.run(sql`
    update auth.user_account
       set password_hash = ${hash}, must_change_password = ${mustChange},
           version = version + 1, updated_at = ${at}
     where id = ${id} and (${version ?? null}::int is null or version = ${version ?? null})`)
  return written > 0
}

/** The same password at today's cost; nothing else about the user changes. */
export async function rehashPassword(tx: Tx, id: Id<'user'>, hash: string): Promise<void> {
  await tx.run(sql`update auth.user_account set password_hash = ${hash} where id = ${id}`)
}

export async function findUser(reader: Reader, id: Id<'user'>): Promise<User | undefined> {
  const row = await reader.row<UserRow>(
    sql`select ${userColumns} from ${userTables} where u.id = ${id}`,
  )
  return row && userOf(row)
}

export interface UserFilter {
  /** Part of the username or of the shown name. */
  readonly text?: string | undefined
  readonly role?: Role | undefined
  /** The page begins after this username. */
  readonly after?: string | undefined
  readonly limit: number
}

/** Users by username. */
export async function listUsers(reader: Reader, filter: UserFilter): Promise<readonly User[]> {
  const { text = '', role, after = '', limit } = filter
  const rows = await reader.rows<UserRow>(sql`
    select ${userColumns} from ${userTables}
     where u.username > ${after}
       and (${text} = '' or strpos(u.username, lower(${text})) > 0
            or strpos(lower(u.display_name), lower(${text})) > 0)
       and (${role ?? null}::text is null or ${role ?? null} = any(u.roles))
     order by u.username limit ${limit}`)
  return rows.map(userOf)
}

/** What people are called, by id; whoever is not known is left out. */
export async function displayNames(
  reader: Reader,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  if (ids.length === 0) return []
  return await reader.rows<{ readonly id: string; readonly name: string }>(sql`
    select id, display_name as name from auth.user_account where id = any(${[...ids]}::uuid[])`)
}

export interface FirstAdministrator {
  readonly username: string
  /** Only when it was generated: to be shown once and changed at the first sign-in. */
  readonly password: string | undefined
}

const firstUsername = 'admin'

/** Makes the first user, an administrator; undefined when there are users already. */
export async function firstAdministrator(
  tx: Tx,
  password: string | undefined,
  deed: Deed,
): Promise<Result<FirstAdministrator | undefined, 'password_too_weak'>> {
  const anybody = await tx.row(sql`select id from auth.user_account limit 1`)
  if (anybody) return accept(undefined)
  const made = await createUser(
    tx,
    {
      username: firstUsername,
      displayName: 'Administrator',
      roles: ['admin'],
      password,
      // Whoever set it in the environment chose it; a generated one has been on a screen.
      mustChangePassword: password === undefined,
    },
    deed,
  )
  if (made.ok) return accept({ username: firstUsername, password: made.value.password })
  const { code, detail } = made.problem
  // Another process made it in this moment: that one shows the password.
  if (code === 'username_taken') return accept(undefined)
  assert(code === 'password_too_weak', detail)
  return refuse(code, detail)
}

function facts({ username, displayName, roles, party, disabledAt, totpRequired }: User): Json {
  const disabled = disabledAt !== null
  return {
    username,
    displayName,
    roles,
    party: party ? { ...party } : null,
    disabled,
    totpRequired,
  }
}
