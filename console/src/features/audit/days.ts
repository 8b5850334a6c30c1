/** Days of the business zone as the instants that the server takes: from included, to not. */

const zoneOffset = '+08:00'
const dayMs = 86_400_000

export function dayQuery(
  from: string | undefined,
  to: string | undefined,
): { readonly from?: string; readonly to?: string } {
  const begins = startOf(from)
  const ends = startOf(to)
  return {
    ...(begins === undefined ? {} : { from: new Date(begins).toISOString() }),
    ...(ends === undefined ? {} : { to: new Date(ends + dayMs).toISOString() }),
  }
}

/** What stands in an address may be anything. */
function startOf(day: string | undefined): number | undefined {
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/u.test(day)) return undefined
  const at = Date.parse(`${day}T00:00:00${zoneOffset}`)
  return Number.isNaN(at) ? undefined : at
}
