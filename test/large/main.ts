import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

/**
 * Programs over more data than memory, each in a process of its own with 512 MB for each slot: `npm run test:large`, or
 * `npm run test:large -- sort 0.1` for one of them with a tenth of its data.
 */
const slots = 2
const heap = 512
const shared = 512
/** Code, the driver's own heap, and what Node takes. */
const rest = 384
const limit = slots * heap + shared + rest

const workloads = {
  sort: { title: 'sortByKey over 4 GB', records: 40_000_000 },
  group: { title: 'groupByKey over 2 GB, a quarter of it in one key', records: 20_000_000 },
  join: { title: 'a join of 2 GB with 1 GB', records: 20_000_000 },
  cache: { title: 'caching 3 GB at MEMORY_AND_DISK', records: 30_000_000 },
  'distinct-keys': { title: 'reduceByKey with 50 million keys', records: 50_000_000 },
}

const [only, share = '1'] = process.argv.slice(2)
let failures = 0
for (const [name, { title, records }] of Object.entries(workloads)) {
  if (only && only !== name) continue
  const n = 4 * Math.round((records * Number(share)) / 4)
  const scratch = mkdtempSync(join(tmpdir(), 'atomic-large-'))
  const flags = ['--slots', slots, '--memory', heap, '--shared-memory', shared, '--scratch', scratch]
  const start = performance.now()
  const atomic = ['packages/atomic/bin/atomic.js', 'run', ...flags.map(String)]
  const child = execa('node', [...atomic, `test/large/${name}.ts`, String(n)], { reject: false })
  const peak = watchPeak(child.pid ?? 0)
  const { stdout, stderr } = await child
  const seconds = (performance.now() - start) / 1000
  const { isRight = false } = stdout ? (JSON.parse(stdout) as { isRight?: boolean }) : {}
  const left = readdirSync(scratch)
  rmSync(scratch, { recursive: true })
  const megabytes = peak()
  const isOk = isRight && megabytes < limit && left.length === 0
  if (!isOk) failures++
  console.log(
    `${isOk ? 'ok  ' : 'FAIL'} ${title}: ${n.toLocaleString('en')} records, ${seconds.toFixed(0)} s, ` +
      `peak ${megabytes.toFixed(0)} of ${limit} MB, answer ${isRight ? 'right' : 'WRONG'}, files left: ${left.length}`,
  )
  if (!isRight) console.log(stderr)
}
process.exitCode = failures === 0 ? 0 : 1

/** Looks at a process twice a second; gives the most memory that it ever had, in MB. Linux counts it. */
function watchPeak(pid: number): () => number {
  let most = 0
  const look = (): void => {
    try {
      const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      most = Math.max(most, Number(kilobytes) / 1024)
    } catch {
      // It has ended.
    }
  }
  const timer = setInterval(look, 500)
  return () => {
    clearInterval(timer)
    return most
  }
}
