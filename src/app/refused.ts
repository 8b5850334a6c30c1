/** The environment asks for something that cannot be: one line says what would be right. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}
