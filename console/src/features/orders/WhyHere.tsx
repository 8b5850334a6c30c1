/** Why the order stands here, and what it waits for: one sentence, from what the server says. */
import { HourglassOutlined } from '@ant-design/icons'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { minuteText } from '../../shared/moment.ts'
import { labelOf, useMachine } from '../lifecycles/client.ts'
import type { OrderView } from './client.ts'
import { useProduct } from './product.ts'
import { sentenceOf } from './sentence.ts'
import { useReason } from './useReason.ts'
import { words } from './words.ts'

export function WhyHere({ order }: { readonly order: OrderView }) {
  const { words: shared } = useWords()
  const { t, language } = useFeatureWords(words)
  const product = useProduct()
  const machine = useMachine(product.machine, order.smVersion)
  const reason = useReason(order.currency)
  // Without the definition an event has only its code.
  if (machine.isPending) return null
  const known = new Map(machine.data?.moves.map((move) => [move.event, move]))
  const sentence = sentenceOf(order.waiting, {
    language,
    t,
    minute: (at) => minuteText(at, language),
    role: (role) => wordOf(shared.roles, role),
    event: (event) => {
      const move =
        machine.data?.moves.find((one) => one.event === event && one.to === order.state) ??
        known.get(event)
      return move === undefined ? event : labelOf(move, language)
    },
    reason: (given) => reason.ofMove(given),
    isBirth: (event) => event === product.creationEvent,
  })
  return (
    <section className="why-here" aria-label={t('waitingTitle')}>
      <HourglassOutlined aria-hidden="true" />
      <p>{sentence}</p>
    </section>
  )
}
