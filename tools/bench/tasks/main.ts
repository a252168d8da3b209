import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import type * as Programs from '../cluster/programs.ts'

/**
 * What an empty task costs its driver, in CPU time of its own thread, which other processes do not change: the same however
 * many there are. `npm run bench:tasks -- 1000 10000 100000`
 */
const program = fileURLToPath(new URL('../cluster/programs.ts', import.meta.url))
const { emptyTasks } = await load<typeof Programs>(program)
await using ctx = await Context.local({ slots: 2, transport: 'threads' })
await emptyTasks(ctx, 2000)
const counts = process.argv.slice(2).map(Number)
for (const tasks of counts.length > 0 ? counts : [1000, 10_000, 100_000]) {
  const own = ownThread()
  await emptyTasks(ctx, tasks)
  const time = ownThread() - own
  console.log(
    `${tasks} tasks: ${((time / tasks) * 1e6).toFixed(0)} µs of CPU in the driver's thread for each, heap ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`,
  )
}

/** Seconds; Linux tells them in hundredths. */
function ownThread(): number {
  const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
