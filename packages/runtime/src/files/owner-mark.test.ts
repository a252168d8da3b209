import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOwnerGone, ownerMark } from './owner-mark.ts'

test('this process is there', () => {
  expect(isOwnerGone(ownerMark())).toBe(false)
})

test.skipIf(!existsSync('/proc/self/stat'))(
  'a process is gone that was killed, though nobody asks how it ended',
  async () => {
    // The child of a program that never waits for it: it stays in the list of processes.
    const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000'])
    try {
      const pid = Number(await lineOf(parent))
      const mark = markOf(pid)
      expect(isOwnerGone(mark)).toBe(false)
      process.kill(pid, 'SIGKILL')
      await expect.poll(() => isOwnerGone(mark)).toBe(true)
      expect(existsSync(`/proc/${pid}`)).toBe(true)
    } finally {
      parent.kill('SIGKILL')
    }
  },
)

async function lineOf({ stdout }: ChildProcess): Promise<string> {
  const [line] = stdout ? await once(stdout, 'data') : []
  return String(line)
}

/** As the process itself would write it. */
function markOf(pid: number): string {
  const [place] = ownerMark().split('~')
  const [, start] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\(\w+\) \S+ (?:\S+ ){18}/)
  return [place, pid, start?.split(' ')[0]].join('~')
}
