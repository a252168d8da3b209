import { isAtomicError, seeded } from '../../packages/core/src/internal.ts'
import { decodeChunk, decodeColumn } from '../../packages/runtime/src/codec/chunk.ts'
import { decodeValue } from '../../packages/runtime/src/codec/codec.ts'
import { checkToDriver } from '../../packages/runtime/src/wire/check-to-driver.ts'
import { checkToWorker } from '../../packages/runtime/src/wire/check-to-worker.ts'
import { openMessage } from '../../packages/runtime/src/wire/open-message.ts'
import { corpus, type Target } from './corpus.ts'
import { conversationOf, hear } from './conversation.ts'
import { mutate, type Random } from './mutate.ts'

/** Which frames are tried: `count` of those that a seed stands for, beginning with number `from`. */
export interface FuzzOptions {
  readonly seed: number
  readonly from: number
  readonly count: number
  /** Milliseconds that one frame may take. */
  readonly patience?: number
  /** Called once in a while with the number of frames that are done. */
  readonly onProgress?: (done: number) => void
}

/** How many frames were still messages, and how many were refused. */
export interface FuzzCounts {
  accepted: number
  refused: number
}

const targets: readonly [Target, ...Target[]] = ['worker', 'driver', 'value', 'chunk']
/** How many of the frames are whole conversations. */
const conversations = 0.2
const progressEvery = 10_000

/**
 * Decodes frames that are damaged, cut off, or made to harm. Each is decoded, or refused by one of our errors; in short
 * time, and without a trace in anything else.
 *
 * @throws Error with the command that tries the one frame again
 */
export function fuzz({ seed, from, count, patience = 2000, onProgress }: FuzzOptions): FuzzCounts {
  const counts: FuzzCounts = { accepted: 0, refused: 0 }
  const pristine = prototypes()
  for (let number = from; number < from + count; number++) {
    const start = performance.now()
    try {
      if (attempt(seed, number)) counts.accepted++
      else counts.refused++
      const took = performance.now() - start
      if (took > patience) throw new Error(`It took ${Math.round(took)} ms.`)
      if (prototypes() !== pristine) throw new Error('It changed a prototype of the language.')
    } catch (cause) {
      const again = `npm run fuzz -- --seed ${seed} --from ${number} --count 1`
      throw new Error(`Frame ${number} of seed ${seed} was not refused as it should be. Again: ${again}`, {
        cause,
      })
    }
    if ((number + 1) % progressEvery === 0) onProgress?.(number + 1 - from)
  }
  return counts
}

/** True when the frame of a number is one that may be taken, or the conversation one that may be heard to its end. */
function attempt(seed: number, number: number): boolean {
  const random: Random = seeded(Math.imul(seed, 0x9e37_79b1) ^ number)
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0]
  if (random() < conversations) return hear(conversationOf(random, corpus.driver))
  const target = pick(targets)
  const frame = mutate(random, pick(corpus[target]), pick(corpus[pick(targets)]))
  return decoders[target].map((decode) => isTaken(() => decode(frame))).every(Boolean)
}

function isTaken(decode: () => unknown): boolean {
  try {
    decode()
    return true
  } catch (error) {
    if (isAtomicError(error) && (error.code === 'ATOMIC4004' || error.code === 'ATOMIC8008')) return false
    throw error
  }
}

const decoders: Readonly<Record<Target, readonly ((frame: Uint8Array) => unknown)[]>> = {
  worker: [(frame) => openMessage(frame, 2, checkToWorker)],
  driver: [(frame) => openMessage(frame, 1, checkToDriver)],
  value: [decodeValue],
  chunk: [decodeColumn, decodeChunk],
}

/** What a polluted prototype would show. */
function prototypes(): string {
  return [Object.prototype, Array.prototype, Function.prototype, Error.prototype]
    .map((each) => Reflect.ownKeys(each).length)
    .join()
}
