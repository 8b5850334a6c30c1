/** docs/generated/errors.md: every code that a refusal can have. */
import type { Route } from '#kernel/http'
import type { ProblemTable } from '#kernel/problem'

export function errorsMd(problems: ProblemTable, routes: readonly Route[]): string {
  const rows = Object.entries(problems)
    .toSorted(([a, { status: one }], [b, { status: two }]) => one - two || (a < b ? -1 : 1))
    .map(([code, { status, means }]) => {
      const users = routes.filter((route) => route.problems.includes(code))
      const names = users.map(({ operationId }) => `\`${operationId}\``).toSorted()
      return `| <a id="${code}"></a>\`${code}\` | ${status} | ${means} | ${shortened(names)} |`
    })
  const columns = '| code | status | means | answered by |\n|---|---|---|---|'
  return `${head}\n\n${columns}\n${rows.join('\n')}\n`
}

const head = `<!-- Made by \`npm run generate\` from the modules' problem tables. Do not edit. -->

# Refusals

Every refusal is an \`application/problem+json\` document (RFC 9457) with one of these codes. The
code is stable; \`detail\` says in one sentence what is wrong and what would be right, and further
members carry the facts. Where the last column is empty, any route may answer so.`

const namesMax = 6

const shortened = (names: readonly string[]): string =>
  names.length <= namesMax
    ? names.join(', ')
    : `${names.slice(0, namesMax).join(', ')} and ${names.length - namesMax} more`
