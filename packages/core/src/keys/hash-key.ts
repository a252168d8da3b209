import { canonicalKey } from './canonical-key.ts'

/** One seed for each type, so that 1, "1", 1n and [1] land in different places. */
const seeds = { string: 0x5bd1e995, number: 0x1b873593, bigint: 0x38495ab5, composite: 0x7ed55d16 } as const
const constants = { true: 0x2c1b3c6d, false: 0x297a2d39, null: 0x64e6d2a7, undefined: 0x3c6ef372 } as const
const nan = 0x7ff80000

const scratch: DataView = new DataView(new ArrayBuffer(8))

/**
 * An unsigned 32-bit hash of a key's value: equal keys hash alike in every process and on every platform.
 *
 * @throws AtomicError ATOMIC4002 when the value cannot be a key; see `canonicalKey`.
 */
export function hashKey(key: unknown): number {
  if (typeof key === 'string') return hashText(key, seeds.string)
  // -0 | 0 is 0, and so -0 hashes as 0.
  if (typeof key === 'number') return (key | 0) === key ? mix(key ^ seeds.number) : hashDouble(key)
  if (typeof key === 'bigint') return hashText(key.toString(36), seeds.bigint)
  if (typeof key === 'boolean') return key ? constants.true : constants.false
  if (key === undefined) return constants.undefined
  return key === null ? constants.null : hashText(canonicalKey(key), seeds.composite)
}

/** The partition, from 0 to `partitions` - 1, that a key belongs to. */
export function partitionOf(key: unknown, partitions: number): number {
  return hashKey(key) % partitions
}

/** The partitions of integers of 32 bits, each as `partitionOf` tells it, in a fourth of the time. */
export function partitionsOfInts(keys: ArrayLike<number>, partitions: number, targets: Int32Array): void {
  const seed = seeds.number
  const divisor = partitions >>> 0
  for (let i = 0; i < targets.length; i++) {
    // As `mix`: a call that is not inlined would make the hash a number of any kind, whose remainder takes 20 ns.
    let hash = (keys[i] ?? 0) ^ seed
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    targets[i] = ((hash ^ (hash >>> 16)) >>> 0) % divisor
  }
}

/** The partitions of strings of ASCII, each as `partitionOf` tells it, that lie one behind the other. */
export function partitionsOfAscii(
  { bytes, starts }: { readonly bytes: Uint8Array; readonly starts: Int32Array },
  partitions: number,
  targets: Int32Array,
): void {
  for (let i = 0; i < targets.length; i++) {
    const [start = 0, end = 0] = [starts[i], starts[i + 1]]
    // As `hashText`.
    let hash = seeds.string ^ (end - start)
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
      hash = (hash << 13) | (hash >>> 19)
    }
    targets[i] = mix(hash) % partitions
  }
}

function hashText(text: string, seed: number): number {
  let hash = seed ^ text.length
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    // Without the rotation, the upper half of a code unit would never reach the lower bits.
    hash = (hash << 13) | (hash >>> 19)
  }
  return mix(hash)
}

function hashDouble(key: number): number {
  if (key !== key) return mix(nan)
  // Explicitly little-endian: the two halves must not swap on another platform.
  scratch.setFloat64(0, key, true)
  return mix(scratch.getInt32(0, true) ^ mix(scratch.getInt32(4, true) ^ seeds.number))
}

/** The finaliser of MurmurHash3: every input bit changes every output bit with probability one half. */
function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
