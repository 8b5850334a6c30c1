#!/usr/bin/env node
// Liushui needs Node 24, and npm brings it along: where another Node was called, that one is used.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const neededMajor = 24
const root = new URL('..', import.meta.url)
const main = fileURLToPath(new URL('src/app/main.ts', root))

if (Number(process.versions.node.split('.')[0]) >= neededMajor) {
  await import(main)
} else {
  const own = fileURLToPath(new URL('node_modules/.bin/node', root))
  if (!existsSync(own)) {
    process.stderr.write(`Node ${neededMajor} is needed, and this is ${process.version}: npm ci\n`)
    process.exit(2)
  }
  // The channel closes when this process dies, however it dies: the other one then ends itself.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const child = spawn(own, [main, ...process.argv.slice(2)], { stdio })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
}
