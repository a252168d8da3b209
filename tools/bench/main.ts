import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { contestants } from './contestants/index.ts'
import type { Contestant } from './contestants/contestant.ts'
import { readFlags, small, temporaryName, type Flags } from './flags.ts'
import { machine } from './measure/machine.ts'
import { measure } from './measure/measure.ts'
import { measureStartUp } from './measure/start-up.ts'
import { checkRatios } from './report/check-ratios.ts'
import { publish } from './report/publish.ts'
import { committedRatios, ratiosOf, updateRatios, type Ratios, type Regression } from './report/ratios.ts'
import type { Results, WorkloadResult } from './report/results.ts'
import { table } from './report/table.ts'
import { workloads } from './workloads/index.ts'
import type { Workload } from './workloads/workload.ts'

/** How often `--check` measures what fell. */
const tries = 3

/** Jobs beside the same work by others, as they alternate in one run: `npm run bench -- --help`. */
const flags = readFlags(process.argv.slice(2))
const present = findContestants(flags)
const results = await run(flags)
console.log(`\n${table(results)}`)
if (flags.publish) await publish(results)
if (flags.update) updateRatios(ratiosOf(results.workloads))
if (flags.check) await check(results.workloads)

async function run({ data, slots, rounds, only, check: isCheck }: Flags): Promise<Results> {
  const names = only ?? (isCheck ? Object.keys(committedRatios()) : small)
  const isAsked = (name: string) => names.includes(name)
  const folder = data ?? mkdtempSync(temporaryName())
  mkdirSync(folder, { recursive: true })
  const described = machine()
  try {
    const measured: WorkloadResult[] = []
    for (const workload of workloads)
      if (isAsked(workload.name)) measured.push(await runOne(workload, folder))
    return {
      machine: described,
      slots,
      contestants: Object.fromEntries(
        present.map(({ who, version }) => [who.name, { title: who.title, version }]),
      ),
      workloads: measured,
      ...(isAsked('start-up') ? { startUp: measureStartUp(rounds) } : {}),
    }
  } finally {
    if (data === undefined) rmSync(folder, { recursive: true })
  }
}

async function runOne(workload: Workload, folder: string): Promise<WorkloadResult> {
  const { memory } = workload
  const size = workload.size(flags.scale)
  const title = workload.title(size)
  console.log(title)
  const files = workload.write(folder, size)
  const problem = {
    workload: workload.name,
    size,
    files,
    partitions: 12,
    slots: flags.slots,
    ...(memory === undefined ? {} : { memory }),
  }
  const able = present.map(({ who }) => who).filter((who) => who.knows(problem))
  const measurements = await measure(problem, able, flags)
  for (const { contestant, rounds, note = '' } of measurements) {
    console.log(`  ${contestant.padEnd(12)} ${rounds.map((ms) => ms.toFixed(0)).join(' ')} ${note}`)
  }
  return { name: workload.name, title, measurements }
}

function findContestants({ contestants: names }: Flags): { who: Contestant; version: string }[] {
  return contestants
    .filter(({ name }) => names?.includes(name) ?? true)
    .flatMap((who) => {
      const found = who.find()
      if ('version' in found) return [{ who, version: found.version }]
      console.log(`Without ${who.title}: ${found.absent}.`)
      return []
    })
}

async function check(measured: readonly WorkloadResult[]): Promise<void> {
  if (measured.length === 0) throw new Error('No ratios are committed to yet: --update does that.')
  const wrong = await checkRatios(ratiosOf(measured), { committed: committedRatios(), tries, again })
  console.log(wrong.length === 0 ? '\nNo ratio fell by more than a fifth.' : `\n${told(wrong)}`)
  if (wrong.length > 0) process.exitCode = 1
}

async function again(fell: readonly Regression[]): Promise<Ratios> {
  console.log(`\nOnce more, since these ratios fell:\n${told(fell)}\n`)
  const { workloads: measured } = await run({ ...flags, only: fell.map(({ workload }) => workload) })
  return ratiosOf(measured)
}

function told(wrong: readonly Regression[]): string {
  return wrong.map(({ workload, why }) => `${workload}: ${why}`).join('\n')
}
