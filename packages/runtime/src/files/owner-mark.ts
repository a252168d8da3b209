import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Says which process owns a file, as a part of the file's name: what a process leaves that is killed, a later one knows
 * by it.
 */
export function ownerMark(): string {
  return [here(), process.pid, startOf(process.pid) ?? 0].join('~')
}

/** Whether the owner is no more. Another host's or container's processes are not ours to judge. */
export function isOwnerGone(mark: string): boolean {
  const [place, pid, start] = mark.split('~')
  return place === here() && pid !== undefined && startOf(Number(pid)) !== start
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

/**
 * When a process started, so that another one of the same id is told apart; `undefined` when there is none, or it is dead
 * and nobody has asked how it ended, as in containers without an init process.
 */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold spaces; the start is field 22, and the first after the bracket is field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
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
