/** Light or dark: as the system says until somebody chooses; the choice is kept in this browser. */
import { useSyncExternalStore } from 'react'

export const looks = ['system', 'light', 'dark'] as const
export type Choice = (typeof looks)[number]
export type Look = 'light' | 'dark'

// public/look.js reads the same name before the first paint.
const choiceName = 'liushui.look'
const system = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function chosen(): Choice {
  const kept = localStorage.getItem(choiceName)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

function look(): Look {
  const choice = chosen()
  if (choice !== 'system') return choice
  return system.matches ? 'dark' : 'light'
}

function announce(): void {
  document.documentElement.dataset['look'] = look()
  for (const listener of listeners) listener()
}

export function chooseLook(choice: Choice): void {
  if (choice === 'system') localStorage.removeItem(choiceName)
  else localStorage.setItem(choiceName, choice)
  announce()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  system.addEventListener('change', announce)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) system.removeEventListener('change', announce)
  }
}

export const useLook = (): Look => useSyncExternalStore(subscribe, look)
export const useLookChoice = (): Choice => useSyncExternalStore(subscribe, chosen)
