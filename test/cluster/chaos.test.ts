import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtomicError } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { expect, test } from 'vitest'
import type * as Jobs from './jobs.ts'
import { childrenOf, isAlive } from './processes.ts'
import { startProxy, type Proxy } from './proxy.ts'
import { startWorker, type TestWorker } from './start-worker.ts'

const jobs = await load<typeof Jobs>(new URL('jobs.ts', import.meta.url).pathname)

const runs = Number(process.env['CHAOS_RUNS'] ?? 5)
const first = Number(process.env['CHAOS_SEED'] ?? 1)
const deadline = 60_000

/** One thing that goes wrong, in the midst of a job. */
type Fault = (world: World) => Promise<unknown> | void

interface World {
  readonly workers: TestWorker[]
  readonly proxies: Proxy[]
  /** The worker and the proxy that it happens to. */
  readonly which: number
  /** Starts one more worker, where the driver looks for it by a name. */
  readonly join: () => void
  /** What puts right what went wrong, at the end. */
  readonly repairs: (() => unknown)[]
}

const faults: Readonly<Record<string, Fault>> = {
  'a worker is killed': ({ workers, which }) => workers[which]?.end('SIGKILL'),
  'a worker is asked to end': ({ workers, which }) => workers[which]?.end(),
  'an executor process is killed': ({ workers, which }) => {
    for (const pid of childrenOf(workers[which]?.pid ?? 0)) process.kill(pid, 'SIGKILL')
  },
  'a worker is stopped': ({ workers, which, repairs }) => {
    const pid = workers[which]?.pid ?? 0
    process.kill(pid, 'SIGSTOP')
    // Another fault may have ended it by then.
    repairs.push(() => isAlive(pid) && process.kill(pid, 'SIGCONT'))
  },
  'a connection is cut': ({ proxies, which }) => proxies[which]?.cut(),
  'a connection is held back': ({ proxies, which, repairs }) => {
    const release = proxies[which]?.hold()
    if (release) repairs.push(release)
  },
  'a byte is changed': ({ proxies, which }) => proxies[which]?.corrupt(),
  'a worker joins': ({ join: start }) => start(),
}

test.each(Array.from({ length: runs }, (_, i) => first + i))(
  'seed %i: the right answer, or a clear error, in time; and nothing is left behind',
  { timeout: 2 * deadline },
  async (seed) => {
    const random = randomOf(seed)
    const folder = mkdtempSync(join(tmpdir(), 'atomic-chaos-'))
    const flags = ['--slots', '1', '--shared-memory', '0.1', '--scratch', folder]
    const workers = await Promise.all([1, 2, 3].map(() => startWorker(...flags)))
    const proxies = await Promise.all(workers.map(({ address }) => startProxy(address)))
    const port = await freePort()
    const late: Promise<unknown>[] = []
    const world = {
      workers,
      proxies,
      repairs: [] as (() => unknown)[],
      join() {
        if (late.length === 0)
          late.push(startWorker(...flags, '--port', port).then((worker) => workers.push(worker)))
      },
    }
    const happened: string[] = []
    const addresses = [...proxies.map(({ address }) => address), `dns:localhost:${port}`]
    const ctx = await Context.create({ workers: addresses, workerTimeout: 1500 })
    const plan = Array.from({ length: 2 }, () => ({
      after: 1 + random(24),
      fault: random(Object.keys(faults).length),
      which: random(3),
    }))
    let finished = 0
    ctx.listen((event) => {
      if (event.kind !== 'taskFinished') return
      finished++
      for (const { after, fault, which } of plan) {
        const [name = '', act] = Object.entries(faults)[fault] ?? []
        if (after !== finished) continue
        happened.push(name)
        void act?.({ ...world, which })
      }
    })
    try {
      for (const _ of [1, 2]) {
        const answer = await jobs.twoShuffles(ctx, 4000, 6).catch((error: unknown) => error)
        if (answer instanceof Error) expect(answer).toBeInstanceOf(AtomicError)
        else expect(answer).toEqual(expectedShuffles(4000))
      }
    } catch (error) {
      throw ofSeed(seed, happened, error)
    } finally {
      for (const repair of world.repairs) repair()
      await Promise.all(late)
      await ctx.stop()
      const children = workers.flatMap(({ pid }) => childrenOf(pid))
      await Promise.all(workers.map((worker) => worker.end()))
      await Promise.all(proxies.map((proxy) => proxy.close()))
      await nothingIsLeft(children, folder).catch((error: unknown) => {
        throw ofSeed(seed, happened, error)
      })
    }
  },
)

async function nothingIsLeft(children: readonly number[], folder: string): Promise<void> {
  const soon = { timeout: 5000 }
  await expect.poll(() => children.filter(isAlive), soon).toEqual([])
  await expect.poll(() => readdirSync(folder), soon).toEqual([])
  rmSync(folder, { recursive: true })
  const isSocket = (kind: string): boolean => kind.startsWith('TCP')
  await expect.poll(() => process.getActiveResourcesInfo().filter(isSocket), soon).toEqual([])
}

function ofSeed(seed: number, happened: readonly string[], cause: unknown): Error {
  const replay = `CHAOS_SEED=${seed} CHAOS_RUNS=1 npm run chaos`
  return new Error(`Seed ${seed} (${happened.join(', ')}): ${replay}`, { cause })
}

/** What `twoShuffles` gives, by a loop. */
function expectedShuffles(count: number): [string, number][] {
  const sums = new Map<string, number>()
  for (let n = 0; n < count; n++) {
    const key = `key ${n % 50}`.padEnd(200)
    sums.set(key, (sums.get(key) ?? 0) + n)
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Numbers below a limit, the same for each seed. */
function randomOf(seed: number): (limit: number) => number {
  let state = seed * 2_654_435_761
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) % limit
  }
}

/** A port at which nobody listens. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}
