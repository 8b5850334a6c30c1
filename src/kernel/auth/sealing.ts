import type { Secrets } from '../secret/index.ts'

/**
 * The part of kernel/secret that this folder needs: a second factor is sealed with its user's
 * key.
 */
export type Sealing = Pick<Secrets, 'newPersons' | 'encrypt' | 'decrypt'>
