import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { median } from '../measure/median.ts'
import type * as Programs from './programs.ts'
import { startWorker, type BenchWorker } from './start-worker.ts'

/**
 * What a cluster costs, beside threads, alternating in one run: `npm run bench:cluster`. Two slots each, but for the
 * killed worker, which is one of three.
 */
const rounds = Number(process.argv[2] ?? 5)
const { emptyTasks, shuffle, aggregate } = await load<typeof Programs>(
  fileURLToPath(new URL('programs.ts', import.meta.url)),
)

await tasksAndBytes()
await killed()

async function tasksAndBytes(): Promise<void> {
  const workers = await Promise.all([startWorker(), startWorker()])
  const contexts = {
    threads: await Context.local({ slots: 2, transport: 'threads' }),
    'WebSocket workers': await Context.create({ workers: addresses(workers) }),
  }
  const found = new Map<string, { tasks: number[]; rate: number[] }>()
  for (let round = 0; round <= rounds; round++) {
    for (const [name, ctx] of Object.entries(contexts)) {
      const tasks = 10_000 / (await seconds(() => emptyTasks(ctx, 10_000)))
      let bytes = 0
      const end = ctx.listen((event) => {
        if (event.kind === 'taskFinished') bytes += event.metrics.shuffleReadMetrics.totalBytesRead
      })
      const time = await seconds(() => shuffle(ctx, 1_000_000, 16))
      end()
      // The first round is for warming up.
      if (round === 0) continue
      const of = found.get(name) ?? { tasks: [], rate: [] }
      of.tasks.push(tasks)
      of.rate.push(bytes / time / 2 / 1e6)
      found.set(name, of)
    }
  }
  for (const [name, { tasks, rate }] of found) {
    console.log(
      `${name}: ${median(tasks).toFixed(0)} empty tasks a second (${spread(tasks)}), ` +
        `${median(rate).toFixed(0)} MB a second and core through a shuffle (${spread(rate)})`,
    )
  }
  for (const ctx of Object.values(contexts)) await ctx.stop()
  await Promise.all(workers.map((worker) => worker.end()))
}

async function killed(): Promise<void> {
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const answers: number[] = []
    const undisturbed = await onThree(answers, () => undefined)
    const disturbed = await onThree(answers, (worker) => void worker.end('SIGKILL'))
    if (answers[0] !== answers[1]) throw new Error(`The answers differ: ${answers.join(', ')}.`)
    ratios.push(disturbed / undisturbed)
  }
  console.log(
    `one of three workers killed between map and reduce: ${median(ratios).toFixed(2)} times as long (${spread(ratios, 2)})`,
  )
}

/** Runs on three workers; when half of the tasks after the shuffle are done, something happens to one of them. */
async function onThree(answers: number[], happens: (worker: BenchWorker) => void): Promise<number> {
  const workers = await Promise.all([startWorker(), startWorker(), startWorker()])
  const ctx = await Context.create({ workers: addresses(workers) })
  await emptyTasks(ctx, 30)
  let done = 0
  const [victim] = workers
  ctx.listen((event) => {
    if (event.kind === 'taskFinished' && event.stage === 0 && ++done === 36 && victim) happens(victim)
  })
  const time = await seconds(async () => answers.push(await aggregate(ctx, 6_000_000, 48)))
  await ctx.stop()
  await Promise.all(workers.map((worker) => worker.end()))
  return time
}

function addresses(workers: readonly BenchWorker[]): string {
  return workers.map(({ address }) => address).join(',')
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

function spread(values: readonly number[], digits = 0): string {
  return `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`
}
