/** Freeze, unfreeze, close: with a reason, and what the server would refuse says why. */
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { command } from '../../api.ts'
import { useFeatureWords, useWords, wordOf } from '../../i18n/index.ts'
import { ReasonModal } from '../../shared/ReasonModal.tsx'
import { accountKey, accountPath, type AccountDetail, type Move } from './client.ts'
import { words } from './words.ts'

const doneWords = {
  freeze: 'account.frozenDone',
  unfreeze: 'account.unfrozenDone',
  close: 'account.closedDone',
} as const
const noteWords = {
  freeze: 'account.freezeNote',
  unfreeze: 'account.unfreezeNote',
  close: 'account.closeNote',
} as const

export function AccountMoves({ account }: { readonly account: AccountDetail }) {
  const [asked, ask] = useState<Move>()
  // Of freezing and unfreezing only one makes sense; where neither may be, freezing says why.
  const turn: Move = account.status === 'frozen' ? 'unfreeze' : 'freeze'
  return (
    <>
      {([turn, 'close'] as const).map((move) => (
        <MoveButton
          key={move}
          move={move}
          refusal={account.moves[move]}
          onClick={() => ask(move)}
        />
      ))}
      {asked === undefined ? null : (
        <MoveModal account={account} move={asked} onClose={() => ask(undefined)} />
      )}
    </>
  )
}

interface ButtonProps {
  readonly move: Move
  readonly refusal: string | null
  readonly onClick: () => void
}

function MoveButton({ move, refusal, onClick }: ButtonProps) {
  const { t } = useFeatureWords(words)
  const { words: shared } = useWords()
  const look = { danger: move !== 'unfreeze' }
  if (refusal === null) {
    return (
      <Button {...look} onClick={onClick}>
        {t(`account.${move}`)}
      </Button>
    )
  }
  const why = wordOf(shared.problems, refusal)
  return (
    <Tooltip title={why}>
      <Button aria-disabled className="refused-button" title={why}>
        {t(`account.${move}`)}
      </Button>
    </Tooltip>
  )
}

interface ModalProps {
  readonly account: AccountDetail
  readonly move: Move
  readonly onClose: () => void
}

function MoveModal({ account, move, onClose }: ModalProps) {
  const { t } = useFeatureWords(words)
  const { accountNo } = account
  return (
    <ReasonModal
      title={`${t(`account.${move}`)} ${accountNo}`}
      okText={t(`account.${move}`)}
      danger={move !== 'unfreeze'}
      form={`ledger.${move} ${accountNo}`}
      done={t(doneWords[move])}
      stale={[accountKey(accountNo), ['list', '/ledger/accounts']]}
      send={(reason, idempotencyKey) =>
        command({ path: `${accountPath(accountNo)}/${move}`, body: { reason }, idempotencyKey })
      }
      onClose={onClose}
    >
      <p>{t(noteWords[move])}</p>
    </ReasonModal>
  )
}
