/**
 * The console, the API page and the API's description travel compressed. Answers of the API do not:
 * what a caller can mix with a secret must not be measurable by its compressed length.
 */
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const compressible = /^(text\/|application\/(javascript|json)|image\/svg\+xml)/u
const bytesMin = 1_024
// The higher ones cost ten times the time for a twentieth of the size.
const brotliQuality = 5

const pages = /^\/(\*|docs\/|docs\/problems|docs\/js\/.*|openapi\.json)?$/u

/** To be called before the routes are added. */
export function squeezePages(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!pages.test(route.url)) return
    route.onSend = [...[route.onSend ?? []].flat(), squeeze]
  })
}

async function squeeze(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const type = String(reply.getHeader('content-type') ?? '')
  if (reply.statusCode !== 200 || !compressible.test(type)) return payload
  // The build has compressed it already.
  if (reply.hasHeader('content-encoding')) return payload
  reply.header('vary', 'accept-encoding')
  const encoding = chosen(request)
  if (encoding === undefined || request.method === 'HEAD') return payload
  if (typeof payload === 'string') {
    if (payload.length < bytesMin) return payload
    reply.header('content-encoding', encoding).removeHeader('content-length')
    return await whole[encoding](payload)
  }
  if (!isReadable(payload) || Number(reply.getHeader('content-length')) < bytesMin) return payload
  reply.header('content-encoding', encoding)
  reply.removeHeader('content-length').removeHeader('accept-ranges')
  const squeezing = streaming[encoding]()
  payload.once('error', (problem) => squeezing.destroy(problem))
  squeezing.once('close', () => payload.destroy())
  return payload.pipe(squeezing)
}

type Encoding = 'br' | 'gzip'

const brotli = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: brotliQuality } }

const streaming = {
  br: () => zlib.createBrotliCompress(brotli),
  gzip: () => zlib.createGzip(),
}

const asyncBrotli = promisify<string, zlib.BrotliOptions, Buffer>(zlib.brotliCompress)
const asyncGzip = promisify<string, Buffer>(zlib.gzip)

const whole = {
  br: (text: string) => asyncBrotli(text, brotli),
  gzip: (text: string) => asyncGzip(text),
}

function chosen(request: FastifyRequest): Encoding | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '').split(',')
  return (['br', 'gzip'] as const).find((encoding) =>
    accepted.some((one) => {
      const [name, quality = 'q=1'] = one.split(';').map((part) => part.trim())
      return name === encoding && Number(quality.slice(2)) > 0
    }),
  )
}

const isReadable = (payload: unknown): payload is Readable =>
  typeof payload === 'object' && payload !== null && 'pipe' in payload
