/** Every PostgreSQL schema, in the order in which they are migrated. */
import { auditSchema } from '#kernel/audit'
import { authSchema } from '#kernel/auth'
import { dbSchema, type Schema } from '#kernel/db'
import { fileSchema } from '#kernel/file'
import { httpSchema } from '#kernel/http'
import { jobsSchema } from '#kernel/jobs'
import { ledgerSchema } from '#kernel/ledger'
import { lifecycleSchema } from '#kernel/lifecycle'
import { parameterSchema } from '#kernel/parameter'
import { partnerSchema } from '#kernel/partner'
import { secretSchema } from '#kernel/secret'
import { deskSchema } from './desk/index.ts'
import { modules } from './modules.ts'

export const schemas: readonly Schema[] = [
  dbSchema,
  auditSchema,
  secretSchema,
  authSchema,
  parameterSchema,
  jobsSchema,
  lifecycleSchema,
  ledgerSchema,
  fileSchema,
  partnerSchema,
  httpSchema,
  deskSchema,
  ...modules.map(({ schema }) => schema),
]
