import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Scratch from './scratch.ts'

const { failsAfter, spread, sum } = await load<typeof Scratch>(
  new URL('scratch.ts', import.meta.url).pathname,
)

let scratch: string
const n = 30_000
const right = 8 * ((n * (n - 1)) / 2)

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'atomic-faults-'))
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  test.each<[what: string, damage: (path: string) => void]>([
    ['is changed', flipByte],
    ['is cut off', (path) => truncateSync(path, 1000)],
    ['is gone', (path) => rmSync(path)],
  ])('when a block on disk %s, the map task that left it runs again', async (_, damage) => {
    await using ctx = await Context.local({ slots: 2, transport, sharedMemory: 0.001, scratch })
    const pairs = spread(ctx, n)
    expect(await sum(pairs)).toBe(right)
    const [one = ''] = filesIn(scratch)
    damage(one)
    const ran: number[] = []
    ctx.listen((event) => event.kind === 'taskStarted' && ran.push(event.stage))
    expect(await sum(pairs)).toBe(right)
    // One map task, and the two tasks that read what it left, once or again.
    expect(ran.filter((stage) => stage === 0)).toHaveLength(1)
  })

  test('an output that nobody hears of goes with its attempt', async () => {
    await using ctx = await Context.local({ slots: 2, transport, sharedMemory: 0.001, scratch })
    const pairs = failsAfter(ctx, n)
    expect(await sum(pairs)).toBe(right)
    expect(filesIn(scratch)).toHaveLength(3)
  })

  test('a scratch folder that cannot be made is one clear error', async () => {
    const path = join(scratch, 'a file')
    writeFileSync(path, '')
    await using ctx = await Context.local({ slots: 2, transport, sharedMemory: 0.001, scratch: path })
    await expect(sum(spread(ctx, n))).rejects.toThrow(
      /ATOMIC7001: Data that does not fit in memory cannot be kept in .*a part of its path is a file/s,
    )
  })

  test.skipIf(!canMount())('a full disk is one clear error, and leaves nothing behind', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', scratch])
    try {
      const ctx = await Context.local({ slots: 2, transport, sharedMemory: 0.001, scratch })
      await expect(sum(spread(ctx, 300_000))).rejects.toThrow(
        /ATOMIC7001: .*no space is left on the disk \(ENOSPC\)/s,
      )
      // Later jobs that need less find room again.
      expect(await sum(spread(ctx, 100))).toBe(8 * 4950)
      await ctx.stop()
      expect(readdirSync(scratch)).toEqual([])
    } finally {
      execFileSync('umount', [scratch])
    }
  })
})

test('what a killed process left is removed by the next one, and what a running one has is not', async () => {
  const program = new URL('endless.ts', import.meta.url).pathname
  const register = ['--import', '@atomic-ts/atomic/register', program, scratch]
  const [killed, running] = [
    execa('node', register, { reject: false }),
    execa('node', register, { reject: false }),
  ]
  try {
    await vi.waitFor(() => expect(readdirSync(scratch)).toHaveLength(2), 30_000)
    killed.kill('SIGKILL')
    await killed
    await using ctx = await Context.local({ slots: 1, scratch })
    expect(await ctx.range(3).count()).toBe(3)
    const [left = '', ...more] = readdirSync(scratch)
    expect(more).toEqual([])
    expect(left).toContain(`~${running.pid}~`)
  } finally {
    killed.kill('SIGKILL')
    running.kill('SIGKILL')
    await running
  }
})

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    readdirSync(join(folder, name)).map((file) => join(folder, name, file)),
  )
}

function flipByte(path: string): void {
  const bytes = readFileSync(path)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff
  writeFileSync(path, bytes)
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'atomic-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    console.warn('No disk can be mounted here: the tests of a full one are skipped.')
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
