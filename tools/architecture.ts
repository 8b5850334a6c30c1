/**
 * The shape of the house, as data. `tidy.ts` compares the tree with it, and its test says no.
 * Every list is an order: a name may use only the names before it.
 */

/** Folders of src/kernel/. Their file names are free; others use them through index.ts. */
export const kernel = [
  'problem',
  'id',
  'clock',
  'money',
  'sheet',
  'log',
  'config',
  'db',
  'audit',
  'secret',
  'auth',
  'parameter',
  'jobs',
  'lifecycle',
  'ledger',
  'file',
  'partner',
  'http',
  'module',
] as const

/** Files of a module, or of a part of one. Beside them lie only tests, sql/ and README.md. */
export const anatomy = [
  'model',
  'rules',
  'lifecycle',
  'postings',
  'events',
  'contract',
  'adapter',
  'store',
  'service',
  'reactions',
  'jobs',
  'routes',
  'index',
] as const

export interface Module {
  /** Capabilities it may use, each through its index.ts. */
  readonly uses: readonly string[]
  /** Folders of a large module, each with the same anatomy and used through its index.ts. */
  readonly parts: readonly string[]
}

/** Business pieces that several products use. A capability never names a product. */
export const capabilities: Readonly<Record<string, Module>> = {
  loans: {
    uses: [],
    parts: ['calendar', 'terms', 'schedule', 'cost', 'rows', 'book', 'contracts'],
  },
}

/** One folder per business. A product never uses another one. */
export const products: Readonly<Record<string, Module>> = {
  'auto-loan': {
    uses: [],
    parts: [
      'orders',
      'catalogue',
      'applicants',
      'cars',
      'materials',
      'audits',
      'contracts',
      'channels',
      'routing',
      'payments',
      'births',
      'views',
      'exports',
      'demo',
    ],
  },
}

/** The part of a module that talks to partners: one folder per partner, contract and adapter. */
export const channels = 'channels'

/** Rooms of src/app/: the files that lie there are `hall`, but for those that have a room here. */
export const app = ['ground', 'desk', 'hall', 'cli', 'main'] as const
export const appFiles: Readonly<Record<string, (typeof app)[number]>> = {
  modules: 'ground',
  version: 'ground',
  main: 'main',
}

/**
 * The areas, and what each may use of the others. A simulator that shares code with the adapter
 * shares its bugs, so sandbox uses nothing of ours; console and sdk know the API alone.
 */
export const areas: Readonly<Record<string, readonly string[]>> = {
  kernel: ['kernel'],
  capabilities: ['kernel', 'capabilities'],
  products: ['kernel', 'capabilities', 'products'],
  app: ['kernel', 'capabilities', 'products', 'app'],
  sdk: ['sdk'],
  console: ['sdk', 'console'],
  sandbox: ['sandbox'],
  test: ['kernel', 'capabilities', 'products', 'app', 'sdk', 'console', 'sandbox', 'test'],
  bench: ['kernel', 'capabilities', 'products', 'app', 'sdk', 'sandbox', 'test', 'bench'],
  tools: ['kernel', 'capabilities', 'products', 'app', 'sdk', 'test', 'tools'],
  bin: ['app'],
}

/** What a test may use beyond its neighbours. */
export const testsUse: Readonly<Record<string, readonly string[]>> = {
  kernel: ['test'],
  capabilities: ['test'],
  products: ['test'],
  app: ['test', 'sdk'],
  sandbox: ['sdk'],
  sdk: ['app', 'kernel', 'test'],
}

/** Areas that run in a browser too: nothing of Node. */
export const browser = ['console/src/', 'sdk/index.ts', 'sdk/generated/']

/** SQL of a module stands in store.ts and sql/; these folders hold their SQL in any file. */
export const sqlHomes = ['src/kernel/', 'src/app/desk/', 'test/', 'bench/', 'tools/']

/** PostgreSQL schemas that no folder is named after, and the one folder that speaks of them. */
export const extraSchemas: Readonly<Record<string, string>> = {
  migration: 'src/kernel/db/',
  desk: 'src/app/desk/',
  graphile_worker: 'src/kernel/jobs/',
}

/** Files that stand above a rule, each with its reason. */
export const exceptions: Readonly<Record<string, readonly string[]>> = {
  // Makes the schemas and its own list of what was applied, before any migration can run.
  'src/kernel/db/migrate.ts': ['if-not-exists'],
  // Orders what several machines publish about one subject: the only clock they share.
  'src/kernel/jobs/sql/0001-jobs.sql': ['sql-clock'],
}

/** npm packages, and the folders or files that may import each. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  '@ant-design/icons': ['console/src/'],
  '@aws-sdk/client-s3': ['src/kernel/file/'],
  '@dagrejs/dagre': ['src/kernel/lifecycle/', 'console/src/features/lifecycles/'],
  '@e965/xlsx': ['src/kernel/lifecycle/', '*.test.ts'],
  '@fastify/cookie': ['src/kernel/http/'],
  '@fastify/helmet': ['src/kernel/http/'],
  '@fastify/multipart': ['src/kernel/http/'],
  '@fastify/rate-limit': ['src/kernel/http/'],
  '@fastify/static': ['src/kernel/http/'],
  '@fastify/swagger': ['src/kernel/http/'],
  '@scalar/fastify-api-reference': ['src/kernel/http/'],
  '@tanstack/react-query': ['console/src/'],
  '@vitejs/plugin-react': ['console/vite.config.ts'],
  antd: ['console/src/'],
  'axe-core': ['test/browser/'],
  'cli-progress': ['src/app/cli/'],
  'chinese-days': ['src/kernel/clock/'],
  commander: ['src/app/cli/', 'src/app/main.ts'],
  dayjs: ['console/src/'],
  echarts: ['console/src/shared/'],
  'fast-check': ['*.test.ts', 'test/'],
  // The app names the server's types in raw routes; the kernel alone opens a server of ours.
  fastify: ['src/kernel/http/', 'src/app/', 'sandbox/', 'test/', 'tools/'],
  'graphile-worker': ['src/kernel/jobs/'],
  i18next: ['console/src/'],
  ioredis: ['src/kernel/http/', 'src/app/app.ts'],
  kysely: ['src/kernel/db/'],
  // Outside the kernel's database folder only tests may reach past it, to spoil what it protects.
  pg: ['src/kernel/db/', 'test/', 'tools/', 'bench/', '*.test.ts'],
  pino: ['src/kernel/log/'],
  'playwright-core': ['test/browser/', 'bench/browsing.ts', 'tools/'],
  'prom-client': ['src/kernel/http/'],
  react: ['console/src/'],
  'react-dom': ['console/src/'],
  'react-i18next': ['console/src/'],
  'react-router': ['console/src/'],
  'read-excel-file': ['src/kernel/lifecycle/', '*.test.ts'],
  standardwebhooks: ['src/kernel/jobs/', 'src/kernel/partner/'],
  'temporal-polyfill': ['src/kernel/clock/'],
  // The language in which routes, parameters and partner contracts are written down.
  typebox: ['src/', 'tools/', 'test/'],
  uuidv7: ['src/kernel/id/'],
  vite: ['console/vite.config.ts'],
  'write-excel-file': ['src/kernel/lifecycle/', 'src/app/'],
}
