/** The console's built files, and its first page for every path that the console itself knows. */
import { existsSync } from 'node:fs'
import * as path from 'node:path'
import statics from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** First words of paths of ours: a wrong one there is a problem, never a page. */
const ours = new Set([
  'api',
  'docs',
  'openapi.json',
  'healthz',
  'readyz',
  'metrics',
  'callback',
  'openapi',
  'api-user',
  'api-order',
  'rpc',
])

export async function servePages(app: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(path.join(directory, 'index.html'))) return
  await app.register(statics, {
    root: directory,
    index: ['index.html'],
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, file) => {
      // Names under assets/ carry a hash of their content; the page that names them does not.
      const forEver = file.includes(`${path.sep}assets${path.sep}`)
      reply.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

/** Whether the request is a browser asking for one of the console's own addresses. */
export const wantsPage = (request: FastifyRequest): boolean =>
  request.method === 'GET' &&
  !ours.has(request.url.split(/[/?]/u, 2)[1] ?? '') &&
  String(request.headers.accept ?? '').includes('text/html')
