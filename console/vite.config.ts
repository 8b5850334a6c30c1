import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where `npm start` serves the API while the pages are being worked on with `vite console`. */
const api = process.env['LIUSHUI_API'] ?? 'http://127.0.0.1:3000'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
const worthwhileBytes = 1_000

/** Compressed once here, so that the server sends files and computes nothing. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const files = await readdir(dir, { recursive: true })
    const texts = files.filter((file) => /\.(?:js|css|html|svg)$/u.test(file))
    await Promise.all(texts.map((file) => compress(path.join(dir, file))))
  },
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file)
  if (bytes.length < worthwhileBytes) return
  await writeFile(`${file}.br`, await brotli(bytes))
  await writeFile(`${file}.gz`, await gzipped(bytes, { level: 9 }))
}

/**
 * Icons stand beside words or inside named buttons. By themselves they are called `menu` or `down`,
 * in English, and that is what a page would read out to whoever listens to it in Chinese.
 */
const silentIcons: Plugin = {
  name: 'silent-icons',
  apply: 'build',
  transform(code, id) {
    if (!/\/AntdIcon(?:Light)?\.js$/u.test(id)) return undefined
    const named = '"aria-label": icon.name'
    if (!code.includes(named)) throw new Error(`${id} names its icons in another way now`)
    return code.replace(
      named,
      '"aria-hidden": props["aria-label"] === undefined ? true : undefined',
    )
  },
}

export default defineConfig({
  plugins: [react(), silentIcons, compressed],
  // Small files stay files: the content security policy allows no data: scripts or fonts.
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': api, '/openapi.json': api } },
})
