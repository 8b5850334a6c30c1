/** Puts the console on the page: words, look, cache, and the map of screens. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as Notices, ConfigProvider, type ThemeConfig } from 'antd'
import enGB from 'antd/locale/en_GB'
import zhCN from 'antd/locale/zh_CN'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { Refusal } from './api.ts'
import { meKey } from './features/auth/session.ts'
import { startWords, useWords } from './i18n/index.ts'
import { router } from './routes.tsx'
import { useLook } from './shared/look.ts'
import { themes } from './theme.ts'
import './console.css'

const locales = { zh: zhCN, en: enGB } as const
const retriesMax = 2

/** Whoever asked the system for rest gets it. */
const still = window.matchMedia('(prefers-reduced-motion: reduce)')
const withoutMotion = (theme: ThemeConfig): ThemeConfig => ({
  ...theme,
  token: { ...theme.token, motion: false },
})

/** A session that ended elsewhere ends here too: the frame then shows the way to sign in. */
function noteEndOfSession(error: Error): void {
  const ended = error instanceof Refusal && error.problem.code === 'unauthenticated'
  if (ended) queries.setQueryData(meKey, null)
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteEndOfSession }),
  mutationCache: new MutationCache({ onError: noteEndOfSession }),
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only silence is worth asking again.
      retry: (count, error) => !(error instanceof Refusal) && count < retriesMax,
      staleTime: 5_000,
    },
  },
})

function Console() {
  const { t, language } = useWords()
  const look = useLook()
  return (
    <ConfigProvider
      locale={locales[language]}
      theme={still.matches ? withoutMotion(themes[look]) : themes[look]}
      wave={{ disabled: true }}
      modal={{ closable: { 'aria-label': t('list.close') } }}
      drawer={{ closable: { 'aria-label': t('list.close') } }}
      button={{ autoInsertSpace: false }}
    >
      <Notices message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Notices>
    </ConfigProvider>
  )
}

/** After an upgrade this page asks for files that are gone: it starts anew, but not for ever. */
const reloadedName = 'liushui.reloaded-at'
const reloadAgainAfterMs = 30_000
window.addEventListener('vite:preloadError', (event) => {
  const before = Number(sessionStorage.getItem(reloadedName) ?? 0)
  if (Date.now() - before < reloadAgainAfterMs) return
  sessionStorage.setItem(reloadedName, String(Date.now()))
  event.preventDefault()
  window.location.reload()
})

const place = document.getElementById('root')
if (place) {
  await startWords()
  createRoot(place).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  )
}
