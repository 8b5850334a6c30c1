/**
 * Car-loan orders as a house with 500 dealers would have them after three years, made inside
 * PostgreSQL from hashes of the row's number: the same rows in every run.
 *
 * The correlations are what makes lists hard, so they are in: old orders are settled, new ones in
 * audit; products and funders come and go; a product has its price range; a few dealers are large.
 */
import type { Reader, Tx } from '#kernel/db'
import { sql, type Sql } from '#kernel/db'

/** One order in so many carries this number, as a careless tester's phone would. */
export const sharedPhone = 'shared'

/** Uniform in [0, 1) from the row's number and a salt. */
const uniform = (salt: number): Sql =>
  sql.raw(`((hashint8extended(i, ${salt}) & 1073741823)::float8 / 1073741824)`)

const drawn = (count: number): Sql => sql`
  select i, ${sql.raw(`timestamptz '2023-12-31 16:00:00Z'`)}
           + power(i::float8 / ${count}, 0.8) * interval '1095 days 23 hours' as created_at,
         least(500, 1 + floor(500 * power(${uniform(1)}, 2.075)))::int as dealer,
         ${uniform(2)} as funder_draw, ${uniform(3)} as product_draw, ${uniform(4)} as fate,
         ${uniform(5)} as stage, ${uniform(6)} as pace, ${uniform(7)} as size,
         ${uniform(8)} as other
    from generate_series(1, ${count}) as g(i)`

/** BANK_D left in mid 2025, BANK_E came in 2026; products are replaced over the years. */
const chosen = (count: number): Sql => sql`
  select i, created_at, dealer, fate, stage, pace, size, other,
         extract(epoch from timestamptz '2026-12-31 16:00:00Z' - created_at) / 86400 as age,
         case when funder_draw < 0.35 then 'BANK_A' when funder_draw < 0.62 then 'BANK_B'
              when funder_draw < 0.80 then 'BANK_C'
              when created_at < '2025-07-01' then 'BANK_D'
              when created_at < '2026-01-01' then 'BANK_A' else 'BANK_E' end as funder,
         greatest(1, least(20, ceil(
           power(product_draw, 1.5) * 14
           + 6 * extract(epoch from created_at - timestamptz '2023-12-31 16:00:00Z')
               / 94608000)))::int as product
    from (${drawn(count)}) as drawn`

const aged = (count: number): Sql => sql`
  select i, created_at, dealer, pace, size, other, age, funder, product, case
      when age < 25 * power(fate, 2) + 1 then
        (array[0, 10010, 10010, 10030, 10050, 40010, 40010, 40020, 40030, 40050, 40110,
               40110, 40130, 40150, 50250, 30050, 50310, 50350, 60010,
               10010])[1 + floor(stage * 20)::int]
      when fate < 0.12 then 99999
      when fate < 0.13 then (array[10030, 40020, 40030, 40130])[1 + floor(stage * 4)::int]
      when age > 60 and stage < age / 1200 then 60150
      else 60050 end as state
    from (${chosen(count)}) as chosen`

/** Abandoned within weeks, settled after two months or more, the others soon after birth. */
const finished = (count: number): Sql => sql`
  select i, created_at, dealer, size, other, funder, product, state,
    created_at + interval '1 day' * case
      when state = 60150 then 60 + pace * (age - 60)
      when state = 60050 then least(age, 5 + pace * 20) + (age - least(age, 25)) * power(other, 6)
      else pace * least(age, 20) end as updated_at,
      to_char(created_at at time zone 'Asia/Shanghai', 'YYYYMMDD') as day
    from (${aged(count)}) as aged`

const numbered = (count: number): Sql => sql`
  select i, created_at, updated_at, dealer, size, other, funder, product, state,
         'AF' || day || lpad(row_number() over (partition by day order by i)::text, 6, '0')
           as order_no,
         (lpad(to_hex((extract(epoch from created_at) * 1000)::bigint), 12, '0') || '7'
          || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid as id
    from (${finished(count)}) as finished`

const orders = (count: number): Sql => sql`
  insert into auto_loan.auto_order (
    bucket, id, order_no, sm_version, state, credit_audit_status, compass_status,
    lend_audit_status, lend_preaudit, applicant_id, coborrower_id, dealer_id, car_id, product_id,
    funder_id, deposit_amount, down_payment_amount, finance_amount, currency, row_version,
    created_at, updated_at, state_since)
  select (get_byte(sha256(order_no::bytea), 0) * 256 + get_byte(sha256(order_no::bytea), 1)) % 64,
         id, order_no, '8', state, case when state between 10010 and 40050 then state end,
         case when state between 40110 and 40130 then state end,
         case when state >= 40150 then state end, 'NONE', md5('a' || i % 800000)::uuid,
         case when other < 0.2 then md5('b' || i)::uuid end,
         'D' || lpad((1 + dealer * 37 % 500)::text, 4, '0'), md5('c' || i)::uuid,
         case when state >= 40050 then 'P' || lpad(product::text, 2, '0') end,
         case when state >= 40110 then funder end,
         200000, 3000000,
         (50000 + product * 12000 + exp(size * 3) * 8000)::bigint / 1000 * 100000,
         'CNY', 1 + state / 10000, date_trunc('milliseconds', created_at),
         date_trunc('milliseconds', updated_at), date_trunc('milliseconds', updated_at)
    from (${numbered(count)}) as numbered
   order by i`

/** Four in five people come once, the others again; order 500, 1,000 … have the shared phone. */
const lookups: Sql = sql`
  insert into auto_loan.applicant_lookup (bucket, order_id, phone_index, id_number_index)
  select bucket, id, sha256(convert_to('phone:' ||
           case when n % 500 = 0 then ${sharedPhone} else (n % 800000)::text end, 'UTF8')),
         sha256(convert_to('id:' || n % 800000, 'UTF8'))
    from (select bucket, id, row_number() over (order by created_at, id) as n
            from auto_loan.auto_order) as numbered`

interface Index {
  readonly name: string
  readonly definition: string
}

const indexesOf: Sql = sql`
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
   where indrelid in ('auto_loan.auto_order'::regclass, 'auto_loan.applicant_lookup'::regclass)
     and not indisunique`

/** Loads `count` orders as the owner of the tables; the list indexes are built afterwards. */
export async function seedOrders(
  owner: {
    transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  } & Reader,
  count: number,
): Promise<void> {
  await owner.transaction(async (tx) => {
    const indexes = await tx.rows<Index>(indexesOf)
    for (const { name } of indexes) await tx.run(sql`drop index ${sql.raw(name)}`)
    await tx.run(orders(count))
    await tx.run(lookups)
    for (const { definition } of indexes) await tx.run(sql.raw(definition))
  })
}
