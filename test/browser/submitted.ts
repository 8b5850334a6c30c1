/** Orders in a demo house, made through the public API, and somebody who is new in it. */
import assert from 'node:assert/strict'
import { newOrder } from '../auto-loan.ts'
import { client, type Person } from '../house.ts'
import { password } from './house.ts'

let keys = 0
const key = () => ({ 'idempotency-key': `submitted ${(keys += 1)}` })

export async function apiUser(url: string, username: string, secret = password): Promise<Person> {
  const answer = await client(url, '').post('/api/v1/auth/login', { username, password: secret })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return client(url, String(answer.body.token))
}

/** Drafts of the demo's dealer. */
export async function draftOrders(url: string, count: number): Promise<readonly string[]> {
  const dealer = await apiUser(url, 'dealer')
  const orders: string[] = []
  for (let at = 0; at < count; at++) {
    const made = await dealer.post('/api/v1/auto-loan/orders', newOrder, key())
    assert.equal(made.status, 201, JSON.stringify(made.body))
    orders.push(String(made.body.orderNo))
  }
  return orders
}

/** An event by this person; it must be taken. */
export async function happens(who: Person, orderNo: string, event: string): Promise<void> {
  const path = `/api/v1/auto-loan/orders/${orderNo}/events/${event}`
  const answer = await who.post(path, { payload: {} }, key())
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
}

/** Orders that wait for the credit auditor. */
export async function submittedOrders(url: string, count: number): Promise<readonly string[]> {
  const orders = await draftOrders(url, count)
  const dealer = await apiUser(url, 'dealer')
  for (const orderNo of orders) await happens(dealer, orderNo, 'submit_order')
  return orders
}

/** A second person with this role, who has chosen the password that everybody has here. */
export async function newColleague(url: string, username: string, role: string): Promise<void> {
  const first = 'first password 2026'
  const admin = await apiUser(url, 'admin')
  const person = { username, displayName: username, roles: [role], password: first }
  const made = await admin.post('/api/v1/users', person, key())
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const change = { currentPassword: first, newPassword: password }
  const colleague = await apiUser(url, username, first)
  const changed = await colleague.post('/api/v1/auth/password', change, key())
  assert.ok(changed.status < 300, JSON.stringify(changed.body))
}
