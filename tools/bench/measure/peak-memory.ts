import { readdirSync, readFileSync } from 'node:fs'

/** Watches the memory of processes and of all that they have started. */
export interface MemoryWatch {
  /** Looks once. */
  look(): void
  /** Looks no more by itself. */
  rest(): void
  /** The most that was seen, in MB; none where the system does not tell. */
  readonly peak: number | undefined
}

/**
 * Looks at what processes and their descendants hold, four times a second until it rests: proportional sizes, so that shared
 * pages count once. Of a single process the kernel knows the peak itself. A look takes 20 ms for each gigabyte, so nobody is
 * watched while others are measured.
 */
export function watchMemory(pids: () => readonly number[]): MemoryWatch {
  let peak: number | undefined
  const look = () => {
    const now = held(pids())
    if (now !== undefined) peak = Math.max(peak ?? 0, now)
  }
  const timer = setInterval(look, 250)
  return {
    look,
    rest: () => clearInterval(timer),
    get peak() {
      return peak
    },
  }
}

function held(roots: readonly number[]): number | undefined {
  const tree = roots.flatMap(descendants)
  const sizes = tree.map((pid) =>
    tree.length === 1 ? field(`/proc/${pid}/status`, 'VmHWM') : field(`/proc/${pid}/smaps_rollup`, 'Pss'),
  )
  const known = sizes.filter((size) => size !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, kB) => sum + kB, 0) / 1024
}

function descendants(pid: number): number[] {
  return [
    pid,
    ...tasks(pid)
      .flatMap((path) => children(path))
      .flatMap(descendants),
  ]
}

function tasks(pid: number): string[] {
  const folder = `/proc/${pid}/task`
  return orNothing(() => readdirSync(folder))?.map((task) => `${folder}/${task}/children`) ?? []
}

function children(path: string): number[] {
  const text = orNothing(() => readFileSync(path, 'utf8')) ?? ''
  return text.split(' ').filter(Boolean).map(Number)
}

function field(path: string, name: string): number | undefined {
  const text = orNothing(() => readFileSync(path, 'utf8')) ?? ''
  const value = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]
  return value === undefined ? undefined : Number(value)
}

// A process may end while we look at it; another system has no /proc.
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
