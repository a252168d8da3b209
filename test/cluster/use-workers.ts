import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context, type ContextOptions } from '@atomic-ts/runtime'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type * as Jobs from './jobs.ts'
import { freePort, startWorker, type TestWorker } from './start-worker.ts'

/** The jobs of these tests, and the file that they are built from. */
export const jobsFile: string = fileURLToPath(new URL('jobs.ts', import.meta.url))
export const jobs: typeof Jobs = await load<typeof Jobs>(jobsFile)

/** What each test of a file has of its own. */
export interface Workers {
  /** An empty folder. */
  readonly folder: string
  /** A port for a driver that listens. */
  readonly port: string
  /** The workers of this test, in the order of their start. */
  readonly all: TestWorker[]
  /** The addresses of all, as `--workers` takes them. */
  readonly list: string
  /** Starts so many workers with one slot each, if the flags say nothing else; gives the address of the last. */
  start(count: number, ...flags: readonly string[]): Promise<string>
  /** Starts workers that dial the driver at the port. */
  startJoining(count: number, ...flags: readonly string[]): Promise<void>
  /** A context that dials all workers. */
  connect(options?: Omit<ContextOptions, 'workers'>): Promise<Context>
  /** A context at the port, which workers dial. */
  listen(options?: Omit<ContextOptions, 'listen'>): Promise<Context>
}

/** Gives each test of a file workers and a folder; they end, and it goes, when the test does. */
export function useWorkers(): Workers {
  let folder = ''
  let port = ''
  let all: TestWorker[] = []
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'atomic-workers-'))
    port = await freePort()
  })
  afterEach(async () => {
    await Promise.all(all.map((worker) => worker.end()))
    all = []
    rmSync(folder, { recursive: true })
  })
  const workers: Workers = {
    get folder() {
      return folder
    },
    get port() {
      return port
    },
    get all() {
      return all
    },
    get list() {
      return all.map(({ address }) => address).join(',')
    },
    async start(count, ...flags) {
      const given = flags.includes('--slots') ? flags : ['--slots', '1', ...flags]
      all.push(...(await Promise.all(Array.from({ length: count }, () => startWorker(...given)))))
      return all.at(-1)?.address ?? ''
    },
    async startJoining(count, ...flags) {
      await workers.start(count, '--join', `127.0.0.1:${port}`, ...flags)
    },
    connect: (options) => Context.create({ ...options, workers: workers.list }),
    listen: (options) => Context.create({ ...options, listen: `127.0.0.1:${port}` }),
  }
  return workers
}

/** Waits until a context has so many slots; in hooks, too. */
export async function slots(ctx: Context, count: number): Promise<void> {
  const there = (): void => expect(ctx.statusTracker.getSlotsInfo().slots).toBe(count)
  // A poll of expect is for tests only.
  await vi.waitFor(there, { timeout: 30_000 })
}
