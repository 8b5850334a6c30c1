/** The one program. Each command is a file in cli/; this is their list. */
import { Command, CommanderError } from 'commander'
import { exportCommand } from './cli/export.ts'
import { lifecycleCommands } from './cli/lifecycle.ts'
import { loanCommands } from './cli/loan.ts'
import { migrateCommand } from './cli/migrate.ts'
import { startCommand } from './cli/start.ts'
import { partCommands } from './cli/parts.ts'
import { statementCommand } from './cli/statement.ts'
import { verifyCommand } from './cli/verify.ts'
import { UsageError } from './cli/usage.ts'
import { StartRefused } from './refused.ts'
import { version } from './version.ts'

const program = new Command('liushui')
  .description('Orders that move money: lifecycles, a ledger and partners who answer late')
  .version(version)
  .showHelpAfterError('(liushui --help lists the commands)')
  .exitOverride()

startCommand(program)
partCommands(program)
migrateCommand(program)
verifyCommand(program)
statementCommand(program)
exportCommand(program)
lifecycleCommands(program)
loanCommands(program)

const badUsage = 2

/** What the person who typed the command can mend: one line says what would be right. */
const isAnswer = (problem: unknown): problem is Error =>
  problem instanceof UsageError ||
  problem instanceof StartRefused ||
  (problem instanceof Error && problem.name === 'SecretKeyWrong')

try {
  await program.parseAsync(process.argv)
} catch (problem) {
  if (problem instanceof CommanderError) {
    process.exitCode = problem.exitCode === 0 ? 0 : badUsage
  } else if (isAnswer(problem)) {
    process.stderr.write(`liushui: ${problem.message}\n`)
    process.exitCode = badUsage
  } else {
    process.stderr.write(`liushui: ${problem instanceof Error ? problem.stack : String(problem)}\n`)
    process.exitCode = 1
  }
}
