import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm start` serves the API while the pages are being worked on with `vite console`. */
const api = process.env['LIUSHUI_API'] ?? 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [react()],
  // Small files stay files: the content security policy allows no data: scripts or fonts.
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': api } },
})
