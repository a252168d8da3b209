import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Answer, Problem } from '../workloads/workload.ts'
import type { Contestant, Found, Player } from './contestant.ts'
import { peers } from './paths.ts'
import type { Round } from './serve.ts'

const folder = join(peers, 'atomic-rust')

/** Atomic's own programs, as they are: they make the same data, and print counts. */
const programs: Readonly<Record<string, Program>> = {
  pi: {
    file: 'bench_pi',
    answer: (said) => ({ pi: Number(said('pi_estimate')) }),
  },
  'word-count': {
    file: 'bench_wordcount',
    answer: (said) => ({ distinct: Number(said('distinct_keys')), total: Number(said('total_count')) }),
  },
  sort: {
    file: 'bench_sort',
    answer: (said) => ({ rows: Number(said('records')), ordered: said('sorted_ok') === 'true' ? 1 : 0 }),
  },
  join: {
    file: 'bench_join',
    answer: (said) => ({ rows: Number(said('joined_rows')) }),
  },
}

interface Program {
  readonly file: string
  readonly answer: (said: (name: string) => string | undefined) => Answer
}

/** The numbers that its programs have built in. */
const builtIn: Readonly<Record<string, number>> = {
  samples: 240_000_000,
  words: 3_000_000,
  records: 2_000_000,
  left: 1_000_000,
}

/** Atomic in Rust. Its programs run one job and end, so every round is a process of its own. */
export const atomicRust: Contestant = {
  name: 'atomic-rust',
  title: 'Atomic (Rust)',
  find,
  // It takes as many threads as there are cores.
  knows: ({ workload, size, slots }) =>
    workload in programs &&
    slots === availableParallelism() &&
    Object.entries(size).every(([name, value]) => (builtIn[name] ?? value) === value),
  start: (problem, signal) => Promise.resolve(player(problem, signal)),
}

function find(): Found {
  const missing = Object.values(programs).find(({ file }) => !existsSync(join(folder, file)))
  if (missing) return { absent: 'not built; tools/peers/install.sh builds a checkout of it' }
  return { version: readFileSync(join(folder, 'version'), 'utf8').trim() }
}

function player({ workload }: Problem, cancelSignal: AbortSignal): Player {
  const { file, answer } = programs[workload] ?? unknownProgram(workload)
  let pids: readonly number[] = []
  return {
    get pids() {
      return pids
    },
    round,
    stop: () => Promise.resolve(),
  }

  async function round(): Promise<Round> {
    const child = execa(join(folder, file), { cancelSignal })
    pids = child.pid === undefined ? [] : [child.pid]
    const { stdout } = await child
    pids = []
    const said = (name: string) => new RegExp(` ${name}=(\\S+)`).exec(stdout)?.[1]
    return { ms: Number(said('job_ms')), answer: answer(said) }
  }
}

function unknownProgram(workload: string): never {
  throw new Error(`Atomic has no program for ${workload}.`)
}
