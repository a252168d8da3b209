import { appendFileSync, existsSync } from 'node:fs'
import { TaskContext, type Accumulator, type Broadcast, type Context } from '@atomic-ts/atomic'

/** Programs with accumulators, broadcasts and TaskContext, in the situations that need care. */

/** Every partition fails once, after it has added; a file for each tells, since attempts share no memory. */
export async function addsAndFails(ctx: Context, folder: string): Promise<[sum: number, seen: number[]]> {
  const sum = ctx.longAccumulator()
  const seen = ctx.collectionAccumulator<number>()
  await ctx.range(0, 6, { partitions: 3 }).foreach((n) => {
    sum.add(n)
    seen.add(n)
    const tried = `${folder}/${TaskContext.get().partitionId}`
    if (n % 2 === 1 && !existsSync(tried)) {
      appendFileSync(tried, '')
      throw new Error('the first try')
    }
  })
  return [sum.value, seen.value.toSorted((a, b) => a - b)]
}

export async function addsEach(
  ctx: Context,
  words: readonly string[],
  to: Accumulator<string, string, string>,
): Promise<string> {
  await ctx.parallelize(words, 2).foreach((word) => to.add(word))
  return to.value
}

/** Two jobs at the same time compute the same map outputs. */
export async function countsMapsOnce(ctx: Context): Promise<number> {
  const seen = ctx.longAccumulator()
  const sums = ctx
    .range(0, 10, { partitions: 4 })
    .map((n): [number, number] => {
      seen.add(1)
      return [n % 3, n]
    })
    .reduceByKey((a, b) => a + b)
  await Promise.all([sums.count(), sums.collect()])
  return seen.value
}

export async function readsInTask(ctx: Context): Promise<void> {
  const seen = ctx.longAccumulator('seen')
  await ctx.range(3).foreach((n) => {
    if (seen.value < n) seen.add(1)
  })
}

export async function addsHalves(ctx: Context): Promise<void> {
  const seen = ctx.longAccumulator('seen')
  await ctx.range(1, 3).foreach((n) => seen.add(n / 2))
}

export async function gathersFunctions(ctx: Context): Promise<void> {
  const seen = ctx.collectionAccumulator<() => number>('callbacks')
  await ctx.range(3).foreach((n) => seen.add(() => n))
}

/** What comes after the end of the task comes too late; the value tells what became of it. */
export async function addsTooLate(ctx: Context, path: string): Promise<number> {
  const seen = ctx.longAccumulator()
  await ctx.range(0, 1, { partitions: 1 }).foreach(() => {
    seen.add(1)
    setImmediate(() => {
      const wait = (): void => {
        if (!TaskContext.get().isCompleted()) return void setImmediate(wait)
        try {
          seen.add(1)
        } catch (error) {
          appendFileSync(path, String(error))
        }
      }
      wait()
    })
  })
  return seen.value
}

export async function counts(ctx: Context, name: string): Promise<number> {
  const seen = ctx.longAccumulator(name)
  await ctx.range(0, 10, { partitions: 2 }).foreach((n) => seen.add(n))
  return seen.value
}

export function uses(ctx: Context, table: Broadcast<readonly string[]>) {
  return ctx.range(3).map((n) => table.value[n] ?? 'none')
}

function append(list: string[], item: string): void {
  list.push(item)
}

/** The build step refuses what changes a broadcast directly. */
export async function changesItsCopy(ctx: Context): Promise<string[]> {
  const list = ['a']
  const shared = ctx.broadcast(list)
  await ctx.range(4).foreach((n) => append(shared.value, `${n}`))
  return shared.value
}

/** More than one chunk. */
export async function sendsMuch(ctx: Context): Promise<number[]> {
  const numbers = ctx.broadcast(Array.from({ length: 2_000_000 }, (_, i) => i * 1000))
  return ctx
    .parallelize([0, 1_999_999], 2)
    .map((i) => numbers.value[i] ?? -1)
    .collect()
}

export async function listens(ctx: Context): Promise<readonly string[]> {
  const said = ctx.collectionAccumulator<string>()
  await ctx.range(0, 1, { partitions: 1 }).foreach(() => {
    const task = TaskContext.get()
    task.addTaskCompletionListener(() => said.add('added first'))
    task.addTaskCompletionListener(async (context) => {
      await Promise.resolve()
      said.add(`added last, ${context.isCompleted() ? 'completed' : 'running'}`)
    })
    task.addTaskFailureListener(() => said.add('failed'))
    said.add('task')
  })
  return said.value
}

export async function listensToFailure(ctx: Context, path: string): Promise<void> {
  await ctx.range(0, 1, { partitions: 1 }).foreach(() => {
    const task = TaskContext.get()
    task.addTaskCompletionListener(() => appendFileSync(path, `completed ${task.isFailed()}\n`))
    task.addTaskFailureListener((_, error) => appendFileSync(path, `${String(error)}\n`))
    throw new RangeError('on purpose')
  })
}

export async function failsInListener(ctx: Context): Promise<void> {
  await ctx.range(0, 1, { partitions: 1 }).foreach(() => {
    TaskContext.get().addTaskCompletionListener(() => {
      throw new Error('cannot close')
    })
  })
}

export function attempts(ctx: Context): Promise<number[]> {
  return ctx
    .range(0, 4, { partitions: 4 })
    .map(() => TaskContext.get().taskAttemptId)
    .collect()
}
