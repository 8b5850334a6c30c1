/**
 * The history of the seeded orders, as far as figures need it: each was born, and most came into
 * their state in one step. Made inside PostgreSQL, in one transaction.
 */
import { sql, type Database } from '#kernel/db'

export async function seedHistory(owner: Database): Promise<void> {
  await owner.transaction((tx) =>
    tx.run(sql`
      insert into auto_loan.order_event
        (bucket, id, order_id, seq, event, from_state, to_state, actor, actor_system, payload,
         occurred_at, request_id)
      select bucket, md5('h' || step || id)::uuid, id, step,
             case step when 1 then 'create_order' else 'seeded' end, 0,
             case step when 1 then 0 else state end, 'bench', 'bench', '{}'::json,
             case step when 1 then created_at else updated_at end, 'seed ' || step
        from auto_loan.auto_order
       cross join generate_series(1, 2) as step
       where step = 1 or state <> 0
      on conflict do nothing`),
  )
  await owner.rows(sql`vacuum (analyze) auto_loan.order_event`)
}
