// Runs after `npm ci`: makes the `liushui` command and builds the console.
import { existsSync, symlinkSync, mkdirSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const command = `${root}node_modules/.bin/liushui`

mkdirSync(`${root}node_modules/.bin`, { recursive: true })
rmSync(command, { force: true })
symlinkSync('../../bin/liushui.mjs', command)

// Without the development packages there is nothing to build with: a release brings the console.
if (existsSync(`${root}node_modules/.bin/vite`)) {
  const node = `${root}node_modules/.bin/node`
  const built = spawnSync(node, [`${root}node_modules/vite/bin/vite.js`, 'build', 'console'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  process.exit(built.status ?? 1)
}
