/** What the keyboard does on every page; `?` shows it. */
import { Modal } from 'antd'
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '../i18n/index.ts'
import { letters, placesFor, type Place } from './places.ts'

interface Props {
  readonly roles: readonly string[]
  /** The button in the bar opens the help too. */
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
}

const goWithinMs = 1_500

export function Keys({ roles, open, onOpen }: Props) {
  const navigate = useNavigate()
  const places = placesFor(roles).flatMap((group) => group.places)
  const goPressedAt = useRef(-goWithinMs)
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return submitForm()
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping() || isCovered()) return
      const goes = event.timeStamp - goPressedAt.current < goWithinMs
      const place = goes ? places.find(({ word }) => letters[word] === event.key) : undefined
      goPressedAt.current = event.key === 'g' ? event.timeStamp : -goWithinMs
      if (place !== undefined) return void navigate(place.to)
      if (goes || !(event.key in actions || event.key === '?')) return
      event.preventDefault()
      if (event.key === '?') onOpen(true)
      else actions[event.key]?.()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate, onOpen, places])
  return open ? <Help places={places} onClose={() => onOpen(false)} /> : null
}

const actions: Readonly<Record<string, () => void>> = {
  '/': () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
  j: () => step(1),
  k: () => step(-1),
}

/** Into a field goes what is typed; its letters are no commands. */
const isTyping = (): boolean =>
  document.activeElement?.matches(
    'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]',
  ) ?? false

/** While something stands over the page the page beneath rests. */
const isCovered = (): boolean =>
  [...document.querySelectorAll('[role=dialog]')].some((dialog) => dialog.checkVisibility())

function submitForm(): void {
  const form =
    document.activeElement?.closest('form') ??
    document.activeElement?.closest('[role=dialog]')?.querySelector('form')
  form?.requestSubmit()
}

/** To the next row that can be opened, or the one before; the first when none was chosen. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))
  rows[next]?.focus()
}

interface HelpProps {
  readonly places: readonly Place[]
  readonly onClose: () => void
}

function Help({ places, onClose }: HelpProps) {
  const { t } = useWords()
  const here = [
    ['/', t('keys.search')],
    ['j', t('keys.next')],
    ['k', t('keys.previous')],
    ['Enter', t('keys.openRow')],
    ['Ctrl Enter', t('keys.submit')],
    ['?', t('keys.help')],
  ] as const
  const reachable = places.flatMap(({ word }) => {
    const letter = letters[word]
    return letter === undefined ? [] : [[`g ${letter}`, t(`nav.${word}`)] as const]
  })
  return (
    <Modal open title={t('keys.title')} footer={null} onCancel={onClose} width={560}>
      <div className="keys">
        <KeyList title={t('keys.here')} rows={here} />
        <KeyList title={t('keys.places')} hint={t('keys.go')} rows={reachable} />
      </div>
    </Modal>
  )
}

interface KeyListProps {
  readonly title: string
  readonly hint?: string
  readonly rows: readonly (readonly [keys: string, what: string])[]
}

function KeyList({ title, hint, rows }: KeyListProps) {
  return (
    <section>
      <h2>{title}</h2>
      {hint === undefined ? null : <p className="soft">{hint}</p>}
      <dl>
        {rows.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
