import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { fuzz } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0x7fff_ffff)) },
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: '1000000' },
  },
})
const seed = Number(values.seed)
const from = Number(values.from)
const count = Number(values.count)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** The first frames fill the caches; they count as no growth. */
const warmUp = Math.min(Math.floor(count / 4), 50_000)
fuzz({ seed, from, count: warmUp })
const before = memory()
let highest = before
const { accepted, refused } = fuzz({
  seed,
  from: from + warmUp,
  count: count - warmUp,
  onProgress: (done) => {
    if (done % 100_000 !== 0) return
    const now = memory()
    highest = Math.max(highest, now)
    process.stdout.write(`${done + warmUp} frames, ${megabytes(now)} MB\n`)
  },
})
const after = memory()
process.stdout.write(
  `seed ${seed}: ${count} frames, of which the last ${count - warmUp}: ${refused} refused, ${accepted} still valid.\n` +
    `memory after a collection: ${megabytes(before)} MB before, ${megabytes(after)} MB after, ${megabytes(highest)} MB at most\n`,
)
if (after - before > 16 << 20) throw new Error('Memory has grown.')

function memory(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function megabytes(bytes: number): string {
  return (bytes / (1 << 20)).toFixed(1)
}
