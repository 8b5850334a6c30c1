/** What the tests of the ledger's routes share: a desk, four people, a chart and some accounts. */
import assert from 'node:assert/strict'
import { after } from 'node:test'
import { authProblems } from '#kernel/auth'
import { openServer } from '#kernel/http'
import { defineAccountTypes, ledgerProblems } from '#kernel/ledger'
import { openLog } from '#kernel/log'
import type { Json } from '#kernel/problem'
import { authRoutes } from './auth.ts'
import { ledgerJobs, ledgerKinds, ledgerRoutes } from './ledger.ts'
import { proposalRoutes } from './proposals.ts'
import { field, openTestDesk, outcome, type Answer, type TestDesk } from './testing.ts'

const names = ['maker', 'checker', 'auditor', 'dealer'] as const
export type Name = (typeof names)[number]

export async function openLedgerDesk() {
  const desk = await openTestDesk(authRoutes)
  const { clock, database, newUser, signIn } = desk
  const app = await serve(desk)
  await newUser('maker', { roles: ['finance-ops'] })
  await newUser('checker', { roles: ['admin'] })
  await newUser('auditor', { roles: ['auditor'] })
  await newUser('dealer', { roles: ['dealer'], party: { kind: 'dealer', code: 'D1' } })
  const tokens = new Map<Name, string>()
  const signAllIn = async () => {
    for (const name of names) tokens.set(name, await signIn(name))
  }
  await signAllIn()
  await database.transaction((tx) => defineAccountTypes(tx, chart, clock.now()))

  async function as(name: Name, request: string, body?: Json, key?: string) {
    const [method, url = '/'] = request.split(' ')
    const response = await app.inject({
      // The tests use methods that Fastify knows.
      method: method as 'GET',
      url: `/api/v1${url}`,
      headers: {
        authorization: `Bearer ${tokens.get(name)}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const json = String(response.headers['content-type']).includes('json')
    const answer: Answer = {
      status: response.statusCode,
      body: json ? response.json() : response.body,
      headers: response.headers,
    }
    return answer
  }
  const get = (path: string, name: Name = 'auditor') => as(name, `GET /ledger${path}`)
  const post = (path: string, body: Json, name: Name = 'maker') =>
    as(name, `POST /ledger${path}`, body)

  /** The maker may not approve; the checker does. */
  async function approve(proposed: Answer): Promise<Answer> {
    const id = String(field(must(proposed), 'proposalId'))
    const own = await as('maker', `POST /proposals/${id}/approve`, {})
    assert.equal(outcome(own), '403 same_person')
    return await as('checker', `POST /proposals/${id}/approve`, {})
  }
  return {
    clock,
    database,
    as,
    get,
    post,
    approve,
    balance: async (no: string) => field(must(await get(`/accounts/${no}`)), 'balance'),
    /** Sessions do not outlast it, so everybody signs in again. */
    daysLater: async (days: number) => {
      clock.advance(days * 86_400_000)
      await signAllIn()
    },
    tasks: ledgerJobs({ database, clock }),
  }
}

async function serve({ auth, clock, database }: TestDesk) {
  const app = await openServer({
    auth,
    database,
    clock,
    log: openLog('silent'),
    routes: [
      ...ledgerRoutes({ database, clock }),
      ...proposalRoutes({ database }, ledgerKinds({ database, clock })),
    ],
    problems: { ...authProblems, ...ledgerProblems },
    requestsPerMinuteMax: 1_000_000,
    checkAnswers: true,
    version: '0.0.0',
    readiness: async () => [],
  })
  await app.ready()
  after(() => app.close())
  return app
}

const chart = [
  { accountType: '1002', nameZh: '银行存款', nameEn: 'Bank', category: 'asset' },
  { accountType: '2001', nameZh: '客户', nameEn: 'Customers', category: 'liability' },
] as const

export const must = (answer: Answer): unknown => {
  assert.ok(answer.status < 300, JSON.stringify(answer.body))
  return answer.body
}

export const account = (accountNo: string, given: object = {}) => ({
  accountNo,
  name: accountNo,
  accountType: '2001',
  currency: 'CNY',
  normalSide: 'credit',
  ...given,
})

export const bank = { accountType: '1002', normalSide: 'debit', mayGoNegative: true }

export const journal = (bizNo: string, debit: string, credit: string, amount: number | string) => ({
  bizNo,
  bizType: 'PAY',
  transfers: [{ debit, credit, amount }],
})
