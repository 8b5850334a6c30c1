/** Whether the page is as narrow as a phone: then rows become cards. */
import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(max-width: 860px)')

function subscribe(onChange: () => void): () => void {
  narrow.addEventListener('change', onChange)
  return () => narrow.removeEventListener('change', onChange)
}

export const usePhone = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
