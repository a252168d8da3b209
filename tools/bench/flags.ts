import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { contestants } from './contestants/index.ts'
import { workloads } from './workloads/index.ts'

const help = `Usage: npm run bench -- [flags]

  --only A,B          workloads; by default all that are not large. large stands for those that are, all for all
  --contestants A,B   by default all that are on this machine
  --rounds N          rounds that count, after one that warms; 5 by default
  --scale X           size of the data; 1 by default
  --quick             a hundredth of the data, one round, only ours and the loop
  --slots N           tasks at the same time; 2 by default
  --patience S        whose first round takes longer is spared the others; 120 seconds by default
  --limit S           who has no answer by then is given up; 1800 seconds by default
  --publish           write the results into docs/benchmarks.md and docs/benchmarks.svg
  --check             fail when a ratio to the loop is more than 20 % below the committed one
  --update            commit to the ratios of this run
  --data DIR          where the data is written, and kept for other runs; a temporary folder by default

Workloads: ${workloads.map(({ name }) => name).join(', ')}, start-up
Contestants: ${contestants.map(({ name }) => name).join(', ')}
`

/** What a run of the benchmark is to do. */
export type Flags = ReturnType<typeof readFlags>

/** Reads the command line; `--help` ends here. */
export function readFlags(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      contestants: { type: 'string' },
      rounds: { type: 'string' },
      scale: { type: 'string' },
      quick: { type: 'boolean', default: false },
      slots: { type: 'string', default: '2' },
      patience: { type: 'string', default: '120' },
      limit: { type: 'string', default: '1800' },
      publish: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    process.exit()
  }
  const { quick, publish, check, update, data } = values
  const scale = positive('scale', values.scale ?? (quick ? '0.01' : '1'))
  if ((check || update) && scale !== 1) throw new Error('Ratios are those of scale 1; small data has others.')
  // The committed ratios are of us to the loop, so nobody else has to run.
  const pair = quick || check || update ? 'loop,atomic' : undefined
  return {
    quick,
    publish,
    check,
    update,
    ...(data === undefined ? {} : { data }),
    only: values.only === undefined ? undefined : workloadNames(values.only),
    contestants: list(
      'contestants',
      values.contestants ?? pair,
      contestants.map(({ name }) => name),
    ),
    rounds: positive('rounds', values.rounds ?? (quick ? '1' : '5')),
    scale,
    slots: positive('slots', values.slots),
    patience: positive('patience', values.patience),
    limit: positive('limit', values.limit),
  }
}

/** What is run when nothing is asked for. */
export const small: readonly string[] = [
  ...workloads.map(({ name }) => name).filter((name) => !isLarge(name)),
  'start-up',
]

function workloadNames(text: string): readonly string[] {
  const all = [...workloads.map(({ name }) => name), 'start-up']
  const names = list('only', text, [...all, 'large', 'all']) ?? []
  return all.filter(
    (name) => names.includes(name) || names.includes('all') || (names.includes('large') && isLarge(name)),
  )
}

function isLarge(name: string): boolean {
  return name.startsWith('large-')
}

/** A temporary folder's name for the data of this run. */
export function temporaryName(): string {
  return join(tmpdir(), 'atomic-bench-')
}

function list(
  flag: string,
  text: string | undefined,
  known: readonly string[],
): readonly string[] | undefined {
  const names = text?.split(',')
  const unknown = names?.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new Error(`--${flag}: there is no ${unknown}; known are ${known.join(', ')}.`)
  return names
}

function positive(flag: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${flag} is ${text}; it must be a number above 0.`)
  return value
}
