import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context, StorageLevel } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { describe, expect, test, vi } from 'vitest'
import type * as Storage from '../operations/storage.ts'

const path = new URL('../operations/storage.ts', import.meta.url).pathname
const programs = await load<typeof Storage>(path)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  test.skipIf(!canMount()).each(['MEMORY_AND_DISK', 'DISK_ONLY'] as const)(
    'what a full disk has no room for is computed again: %s',
    async (name) => {
      const scratch = mkdtempSync(join(tmpdir(), 'atomic-full-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', scratch])
      try {
        await using ctx = await Context.local({
          ...{ slots: 2, transport, scratch },
          ...{ sharedMemory: 0.05, taskMemory: 0.01 },
        })
        const calls = ctx.longAccumulator()
        const rdd = programs.numbers(ctx, 80_000, StorageLevel[name], calls)
        expect([await rdd.sum(), await rdd.sum()]).toEqual([3_200_000_000, 3_200_000_000])
        expect(calls.value).toBeGreaterThan(80_000)
        await rdd.unpersist({ blocking: true })
        expect(blocksIn(scratch)).toEqual([])
        ctx.setCheckpointDir(join(scratch, 'checkpoints'))
        await expect(
          programs.numbers(ctx, 80_000, StorageLevel.NONE, calls).checkpoint().count(),
        ).rejects.toMatchObject({
          cause: { code: 'ATOMIC5004', message: expect.stringContaining('no space is left') },
        })
        expect(readdirSync(join(scratch, 'checkpoints'))).toEqual([])
      } finally {
        // Attempts that were given up let go of their files when they look up.
        await vi.waitFor(() => execFileSync('umount', [scratch], { stdio: 'ignore' }))
        rmSync(scratch, { recursive: true })
      }
    },
  )
})

function blocksIn(scratch: string): string[] {
  return readdirSync(scratch, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('block-'))
}

/** Whether this is a machine on which a small disk can be made. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'atomic-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', place], { stdio: 'ignore' })
    execFileSync('umount', [place])
    return true
  } catch {
    process.stderr.write('A full disk is not tried: this machine lets us make no small one.\n')
    return false
  } finally {
    rmSync(place, { recursive: true })
  }
}
