/** `liushui loan …`: schedules, without a database. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { LoanTerms, schedule, scheduleAnswer, type Schedule } from '#capabilities/loans'
import { checkedBody } from '#kernel/http'
import { decimalText, type Currency } from '#kernel/money'
import { UsageError } from './usage.ts'

type Out = (text: string) => void

export function loanCommands(
  program: Command,
  out: Out = (text) => process.stdout.write(`${text}\n`),
): void {
  const loan = program.command('loan').description('what loans owe and cost')
  loan
    .command('schedule')
    .description('print the schedule of a loan; the terms are those of POST /api/v1/loans/schedule')
    .argument('<terms>', 'file of JSON, or - for standard input')
    .option('--json', 'the answer of the API as JSON on standard output')
    .action((file: string, options: { json?: true }) => {
      const found = schedule(termsOf(file))
      if (!found.ok) throw new UsageError(found.problem.detail)
      const text = options.json
        ? JSON.stringify(scheduleAnswer(found.value), null, 2)
        : tableOf(found.value).join('\n')
      out(text)
    })
}

function termsOf(file: string): LoanTerms {
  const name = file === '-' ? 'standard input' : file
  const given = jsonOf(name, textOf(file, name))
  const checked = checkedBody(LoanTerms, given)
  if (!checked.ok) throw new UsageError(`${name}: ${checked.problem.detail}`)
  return checked.value
}

function textOf(file: string, name: string): string {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file, 'utf8')
  } catch (problem) {
    throw new UsageError(`${name} cannot be read: ${messageOf(problem)}`)
  }
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (problem) {
    throw new UsageError(`${name} is no JSON: ${messageOf(problem)}`)
  }
}

const messageOf = (problem: unknown): string => (problem instanceof Error ? problem.message : '')

/** Amounts in major units, as a customer reads them. */
function tableOf({ instalments, totals, apr, effectiveRate, terms }: Schedule): readonly string[] {
  const amount = amountIn(terms.currency)
  const head = ['no', 'due on', 'principal', 'interest', 'fee', 'total', 'balance after']
  const body = instalments.map(({ no, dueOn, balanceAfter, ...row }) => [
    String(no),
    dueOn,
    ...[row.principal, row.interest, row.fee, row.total, balanceAfter].map(amount),
  ])
  const sums = [totals.principal, totals.interest, totals.fee, totals.total].map(amount)
  const rows = [head, ...body, ['', 'total', ...sums, '']]
  const widths = head.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  '))
  const { currency, principal } = terms
  const first = `${currency} ${amount(principal)}, ${terms.method}, ${terms.dayCount}`
  return [first, ...lines, `APR ${apr}, effective ${effectiveRate}`]
}

const amountIn =
  (currency: Currency) =>
  (value: bigint): string =>
    decimalText({ amount: value, currency })
