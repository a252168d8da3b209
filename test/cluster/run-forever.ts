import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from '@atomic-ts/compiler'
import { execaNode } from 'execa'
import { expect } from 'vitest'
import { isAlive } from './processes.ts'
import { atomic } from './start-worker.ts'

const program = fileURLToPath(new URL('programs/forever.ts', import.meta.url))

// On a busy machine a build takes longer than a test has time.
const { bundle } = await compile(program)

/** The bundle of a program whose only task is none of the jobs. */
export const otherTasks: string = bundle

/** Kills a driver while its task runs, which would never end; resolves when the task's process is gone, too. */
export async function runAndKill(folder: string, ...flags: readonly string[]): Promise<void> {
  const driver = execaNode(atomic, ['run', ...flags, program, folder], { reject: false })
  const path = join(folder, 'pid')
  await expect.poll(() => driver.exitCode !== null || existsSync(path)).toBe(true)
  const pid = Number(readFileSync(path, 'utf8'))
  expect(isAlive(pid)).toBe(true)
  driver.kill('SIGKILL')
  await driver
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
}
