/** What is written into boxes and on arrows, in the page's language. */
import { useFeatureWords } from '../../../i18n/index.ts'
import { labelOf, nameOf, type Move, type Rows } from '../client.ts'
import { percentText, type FigureIndex } from '../figures.ts'
import { words } from '../words.ts'
import type { Texts } from './layout.ts'
import { keyOfMove, type Box } from './model.ts'

export interface GraphTexts extends Texts {
  /** The part of what left the state; nothing where it is not known. */
  readonly share: (move: Move) => string
  /** The same texts with the longest share there is: room is left for figures that come later. */
  readonly forLayout: Texts
}

export function useTexts({ states }: Rows, figures: FigureIndex): GraphTexts {
  const { t, language } = useFeatureWords(words)
  const name = ({ state }: Box): string => nameOf(state, language)
  const label = (move: Move): string => labelOf(move, language)
  const exit = ({ to }: Move): string => {
    const state = states.find(({ code }) => code === to)
    return `${state === undefined ? '' : nameOf(state, language)} ${to}`
  }
  function loops(box: Box): string {
    const probes = box.loops.filter(({ kind }) => kind === 'probe').length
    const edits = box.loops.length - probes
    if (probes === 0) return t('graph.loops', { edits })
    return edits === 0 ? t('graph.asked', { probes }) : t('graph.loopsAsked', { edits, probes })
  }
  function share(move: Move): string {
    const known = figures.move(keyOfMove(move))
    return known === undefined || known.count === 0 ? '' : percentText(known.share)
  }
  const longest = ' 99.9%'
  return {
    name,
    loops,
    exit,
    label,
    share,
    forLayout: {
      name,
      loops,
      exit: (move) => exit(move) + longest,
      label: (move) => label(move) + longest,
    },
  }
}
