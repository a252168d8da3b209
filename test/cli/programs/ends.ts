import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Context, type ContextOptions } from '@atomic-ts/atomic'

// Makes a context and does what it is told to. Nothing stops the context.
const [, , folder = '', given = '{}', what = ''] = process.argv
const options = { scratch: join(folder, 'scratch'), ...(JSON.parse(given) as ContextOptions) }
mkdirSync(options.scratch, { recursive: true })
const ctx = await Context.create(options)
// Only one context can listen on a port.
const { listen: _, ...elsewhere } = options

/** What can be awaited, and most of which no job runs for. */
const awaitable: Readonly<Record<string, () => Promise<unknown>>> = {
  'a job': sum,
  'no records': () => ctx.emptyRDD<number>().collect(),
  'no partitions': () => ctx.range(5).take(0),
  'a task that waits': () => ctx.range(4).mapAsync(later).count(),
  'a call for each record': () => ctx.range(4).foreachAsync(async (n) => void (await later(n))),
  'an iterator': last,
  'what is known so far': () => ctx.range(4).mapAsync(later).countApprox(1),
  'the rest of it': async () => (await ctx.range(4).mapAsync(later).countApprox(0)).finalValue,
  'blocking unpersist': unpersisted,
  'blocking unpersist of what is not kept': () => ctx.range(5).unpersist({ blocking: true }),
  'a checkpoint': checkpointed,
  'a local checkpoint': () => ctx.range(5).localCheckpoint().count(),
  'a saved file': () => ctx.range(5).saveAsTextFile(join(folder, 'out')),
  'a saved file without records': () => ctx.emptyRDD<string>().saveAsTextFile(join(folder, 'none')),
  'an archive': () => ctx.addArchive(join(folder, 'some.tar')),
  'a stream': () => ctx.fromStream(Readable.from(['a', 'b'])),
  'a call that fails': () => failing().catch(() => undefined),
  'an own context': own,
  'a context that is stopped twice': stoppedTwice,
}

switch (what) {
  case 'awaits':
    for (const [name, done] of Object.entries(awaitable)) {
      await done()
      console.log(name)
    }
    break
  case 'prints':
    await ctx.range(1000).foreach((n) => console.log(`task ${n}`))
    break
  case 'leaves':
    // Nobody awaits it: it is done all the same before the program ends.
    void ctx
      .range(4)
      .mapAsync(later)
      .sum()
      .then((all) => console.log(`sum ${all}`))
    break
  case 'processes':
    console.log((await ctx.range(1).map(parent).collect()).join())
    break
  case 'waits':
    await sum()
    writeFileSync(join(folder, 'ready'), '')
    while (!existsSync(join(folder, 'go'))) await ctx.range(2).count()
    break
  case 'forever':
    await new Promise(() => undefined)
    break
  case 'job':
    console.log(`sum ${await sum()}`)
    break
  default:
}
console.log('done')

function sum(): Promise<number> {
  return ctx
    .range(100)
    .map((n): [number, number] => [n % 10, n])
    .reduceByKey((a, b) => a + b)
    .values()
    .sum()
}

/** What it waits for does not keep the process alive. */
function later(n: number): Promise<number> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(n), 20).unref()
  })
}

function parent(): number {
  return process.ppid
}

async function last(): Promise<number> {
  let found = 0
  for await (const n of ctx.range(10).toLocalIterator()) found = n
  return found
}

async function unpersisted(): Promise<unknown> {
  const kept = ctx
    .range(10)
    .map((n) => n * 2)
    .cache()
  await kept.count()
  return await kept.unpersist({ blocking: true })
}

async function checkpointed(): Promise<unknown> {
  ctx.setCheckpointDir(join(folder, 'checkpoints'))
  return await ctx.range(5).checkpoint().count()
}

function failing(): Promise<unknown> {
  return ctx
    .range(1)
    .map((): number => {
      throw new Error('no')
    })
    .count()
}

async function own(): Promise<void> {
  await using another = await Context.create(elsewhere)
  await another.range(3).count()
}

async function stoppedTwice(): Promise<void> {
  const another = await Context.create(elsewhere)
  await Promise.all([another.stop(), another.stop()])
  await another.stop()
}
