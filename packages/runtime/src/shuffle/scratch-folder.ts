import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from '../files/errno-meaning.ts'

const prefix = 'atomic-scratch'

/**
 * The folder in which one process keeps data that does not fit in memory. It is made when the first file is, and removed
 * with the context; what a process left that was killed, the next one removes.
 */
export class ScratchFolder {
  readonly path: string
  readonly #parent: string
  readonly #remove = (): void => this.remove()

  /** @param parent by default the folder of temporary files */
  constructor(parent: string = tmpdir()) {
    this.#parent = parent
    const { pid } = process
    this.path = join(parent, [prefix, here(), pid, startOf(pid) ?? 0, randomUUID()].join('~'))
    process.once('exit', this.#remove)
  }

  /** Removes what processes left that are no more. Another host's or container's processes are not ours to judge. */
  sweep(): void {
    for (const name of foldersIn(this.#parent)) {
      const [kind, place, pid, start] = name.split('~')
      if (kind !== prefix || place !== here() || pid === undefined) continue
      if (startOf(Number(pid)) === start) continue
      rmSync(join(this.#parent, name), { recursive: true, force: true })
    }
  }

  remove(): void {
    process.off('exit', this.#remove)
    // A folder that could not even be looked for is not there.
    if (existsSync(this.path)) rmSync(this.path, { recursive: true, force: true })
  }
}

/** The path of a new file in a scratch folder, which is made when it is not there yet. */
export function scratchFile(folder: string, kind: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw scratchError(folder, cause)
  }
  return join(folder, `${kind}-${randomUUID()}`)
}

/** Says why data cannot be kept on disk. */
export function scratchError(path: string, cause: unknown): AtomicError {
  const { meaning, fix } = errnoMeaning(cause)
  return new AtomicError('ATOMIC7001', {
    what: `Data that does not fit in memory cannot be kept in ${path}: ${meaning}.`,
    fix: `${fix} The option scratch names another folder.`,
    cause,
  })
}

/** Where process ids mean what they mean here: this host, and this container of it. */
function here(): string {
  let space = ''
  try {
    space = readlinkSync('/proc/self/ns/pid')
  } catch {
    // Not Linux: there are no containers within one host name.
  }
  return createHash('sha256').update(`${hostname()} ${space}`).digest('hex').slice(0, 8)
}

/** When a process started, so that another one of the same id is told apart; `undefined` when there is none. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold spaces; the start is field 22, and the first after the bracket is field 3.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return isAlive(pid) ? 'running' : undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function foldersIn(parent: string): readonly string[] {
  try {
    return readdirSync(parent)
  } catch {
    return []
  }
}
