/** A button that sends one command; one that may not be pressed says why. */
import { Button, Tooltip, type ButtonProps } from 'antd'
import type { ReactNode } from 'react'
import { useCommand, type CommandOptions } from './useCommand.ts'

interface Props<Answer> extends Omit<CommandOptions<void, Answer>, 'send'> {
  readonly send: (idempotencyKey: string) => Promise<Answer>
  /** Why it cannot be done now; the button stays readable, by keyboard too. */
  readonly refused?: string | undefined
  readonly look?: Pick<ButtonProps, 'type' | 'size' | 'danger' | 'icon' | 'ghost'>
  readonly label?: string
  readonly children?: ReactNode
}

export function CommandButton<Answer>(props: Props<Answer>) {
  const { send, refused, look = {}, label, children, ...options } = props
  const command = useCommand<void, Answer>({ ...options, send: (_, key) => send(key) })
  const named = label === undefined ? {} : { 'aria-label': label }
  if (refused !== undefined) {
    return (
      <Tooltip title={refused}>
        <Button {...look} {...named} aria-disabled className="refused-button" title={refused}>
          {children}
        </Button>
      </Tooltip>
    )
  }
  return (
    <Button
      {...look}
      {...named}
      loading={command.isPending}
      onClick={() => command.mutate(undefined)}
    >
      {children}
    </Button>
  )
}
