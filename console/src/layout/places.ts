/** The side bar as data: which screens, under which heading, for whom. */
import { path } from '../path.ts'

/** Whoever has none of the roles would only be refused, so the way there is not shown. */
export interface Place {
  readonly to: string
  readonly word:
    | 'work'
    | 'dashboard'
    | 'orders'
    | 'ledger'
    | 'journals'
    | 'trialBalance'
    | 'periods'
    | 'verification'
    | 'lifecycles'
    | 'data'
    | 'alarms'
    | 'parameters'
    | 'jobs'
    | 'partnerCalls'
    | 'audit'
    | 'users'
    | 'apiKeys'
    | 'approvals'
    | 'sandbox'
  /** Left out: everybody who is signed in. */
  readonly roles?: readonly string[]
  /** Only a demo has it. */
  readonly demo?: true
}

export interface PlaceGroup {
  readonly word: 'daily' | 'autoLoan' | 'ledgerGroup' | 'platform'
  readonly places: readonly Place[]
}

/** The house's own staff; whoever works for a party sees nothing of how the house is run. */
const house = [
  'admin',
  'auditor',
  'credit-auditor',
  'fund-router',
  'lending-auditor',
  'finance-ops',
] as const

/** Who reads the ledger. */
const books = ['admin', 'finance-ops', 'auditor'] as const

export const placeGroups: readonly PlaceGroup[] = [
  {
    word: 'daily',
    places: [
      { to: path.work(), word: 'work' },
      { to: path.dashboard(), word: 'dashboard', roles: house },
      { to: path.approvals(), word: 'approvals', roles: house },
      { to: path.alarms(), word: 'alarms', roles: house },
    ],
  },
  { word: 'autoLoan', places: [{ to: path.orders(), word: 'orders' }] },
  {
    word: 'ledgerGroup',
    places: [
      { to: path.ledger(), word: 'ledger', roles: books },
      { to: path.journals(), word: 'journals', roles: books },
      { to: path.trialBalance(), word: 'trialBalance', roles: books },
      { to: path.periods(), word: 'periods', roles: books },
      { to: path.verification(), word: 'verification', roles: books },
    ],
  },
  {
    word: 'platform',
    places: [
      { to: path.lifecycles(), word: 'lifecycles' },
      { to: path.parameters(), word: 'parameters', roles: house },
      { to: path.jobs(), word: 'jobs', roles: ['admin', 'auditor'] },
      {
        to: path.partnerCalls(),
        word: 'partnerCalls',
        roles: ['admin', 'auditor', 'fund-router', 'finance-ops'],
      },
      { to: path.data(), word: 'data', roles: ['admin', 'auditor'] },
      { to: path.audit(), word: 'audit', roles: ['admin', 'auditor'] },
      { to: path.users(), word: 'users', roles: ['admin', 'auditor'] },
      { to: path.apiKeys(), word: 'apiKeys' },
      { to: path.sandbox(), word: 'sandbox', roles: ['admin'], demo: true },
    ],
  },
]

/** What a person with these roles sees; a heading with nothing under it is left out. */
export function placesFor(
  roles: readonly string[],
  groups: readonly PlaceGroup[] = placeGroups,
  demo = false,
): readonly PlaceGroup[] {
  const isShown = (place: Place) => isOpen(place, roles) && (demo || place.demo !== true)
  return groups
    .map(({ word, places }) => ({ word, places: places.filter(isShown) }))
    .filter(({ places }) => places.length > 0)
}

const isOpen = (place: Place, roles: readonly string[]): boolean =>
  place.roles === undefined || place.roles.some((role) => roles.includes(role))

/** `g` and then the letter goes there. */
export const letters: Readonly<Partial<Record<Place['word'], string>>> = {
  work: 'w',
  dashboard: 'd',
  orders: 'o',
  ledger: 'l',
  journals: 'n',
  trialBalance: 'b',
  lifecycles: 's',
  data: 't',
  alarms: 'a',
  parameters: 'p',
  jobs: 'j',
  partnerCalls: 'c',
  audit: 'h',
  users: 'u',
  approvals: 'r',
}
