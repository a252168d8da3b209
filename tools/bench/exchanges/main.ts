import { channel } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import type * as Programs from '../cluster/programs.ts'
import { startWorker } from '../cluster/start-worker.ts'

/**
 * What a shuffle of small blocks costs its driver: bytes over its connections, and CPU time, which other processes do not
 * change. `npm run bench:exchanges -- 300 1000`: so many map tasks, and as many reduce tasks.
 */
const program = fileURLToPath(new URL('../cluster/programs.ts', import.meta.url))
const { exchange } = await load<typeof Programs>(program)
const sockets: Socket[] = []
channel('net.client.socket').subscribe((message) => sockets.push((message as { socket: Socket }).socket))

const sizes = process.argv.slice(2).map(Number)
for (const size of sizes.length > 0 ? sizes : [300, 1000]) {
  const workers = await Promise.all([startWorker(), startWorker()])
  const addresses = workers.map(({ address }) => address).join(',')
  await measure(size, 'two worker processes', () => Context.create({ workers: addresses }))
  await Promise.all(workers.map((worker) => worker.end()))
  await measure(size, 'threads', () => Context.local({ slots: 2, transport: 'threads' }))
}

async function measure(size: number, where: string, open: () => Promise<Context>): Promise<void> {
  sockets.length = 0
  await using ctx = await open()
  await exchange(ctx, 10)
  const before = { bytes: bytes(), all: allThreads(), own: ownThread() }
  const records = await exchange(ctx, size)
  const [all, own] = [allThreads() - before.all, ownThread() - before.own]
  if (records !== size * size) throw new Error(`There were ${records} records.`)
  console.log(
    `${size} × ${size}, ${where}: ${((bytes() - before.bytes) / 1e6).toFixed(2)} MB over the driver's connections, ` +
      `${own.toFixed(2)} s of CPU in its thread, ${all.toFixed(2)} s in its process`,
  )
}

function bytes(): number {
  return sockets.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0)
}

/** Seconds. */
function allThreads(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Seconds; Linux tells them in hundredths. */
function ownThread(): number {
  const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
