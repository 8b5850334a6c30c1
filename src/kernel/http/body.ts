/**
 * Bodies are JSON in UTF-8 and nothing else. Bytes of another encoding would be read as other
 * characters: a name in GBK would be stored as question marks, and nobody would know.
 */
import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { InputInvalid } from './validation.ts'

export class CharsetUnsupported extends Error {
  override readonly name = 'CharsetUnsupported'
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The JSON body as it was sent: what a partner has signed. */
    rawText?: string
  }
}

export function readJson(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.decorateRequest('rawText', '')
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, bytes, done) => {
      const charset = charsetOf(request.headers['content-type'])
      if (!/^utf-?8$/iu.test(charset)) {
        done(new CharsetUnsupported(`Another content type is needed: UTF-8, not ${charset}.`))
        return
      }
      if (!isUtf8(bytes)) {
        done(new InputInvalid('body', [{ path: 'body', message: 'must be UTF-8' }]))
        return
      }
      request.rawText = bytes.toString('utf8')
      void parse(request, request.rawText, done)
    },
  )
}

const charsetOf = (contentType = ''): string =>
  /;\s*charset\s*=\s*"?([^\s;"]+)/iu.exec(contentType)?.[1] ?? 'utf-8'
