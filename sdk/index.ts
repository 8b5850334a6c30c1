/**
 * Liushui's API, typed: connect once, then one function for every operation, by module.
 *
 * ```ts
 * const nobody = connect({ baseUrl: 'http://127.0.0.1:3000' })
 * const { token } = await auth.signIn(nobody, { body: { username, password } })
 * const dealer = nobody.as({ kind: 'bearer', token })
 * ```
 *
 * A refusal is thrown as `Refusal` with the code of docs/generated/errors.md; a call without a
 * definite answer as `Unanswered`, with the Idempotency-Key to repeat it with.
 */
export {
  connect,
  Refusal,
  Unanswered,
  type CallOptions,
  type Client,
  type ClientOptions,
  type Credentials,
  type Input,
  type Operation,
  type Problem,
} from './client.ts'
export { problemCodes, type ProblemCode } from './generated/problems.ts'
export * from './generated/index.ts'
