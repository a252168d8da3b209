import type { TextColumn } from './column.ts'

// Nobody knows what words are multiplied by, and so nobody can make up strings that all have one hash.
const seed = randomBits()
const [first, second] = [randomBits() | 1, randomBits() | 1]

function randomBits(): number {
  return Math.floor(Math.random() * 2 ** 32) | 0
}

/**
 * Numbers the groups of equal strings, by their bytes, as they are first seen: a hash table with open addressing, at most
 * half full.
 * @returns the group of each string, and where the first string of each group is
 */
export function groupsOfText({ length, starts, bytes }: TextColumn): { ids: Int32Array; firsts: Int32Array } {
  const text = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bits = 33 - Math.clz32(Math.max(1, length))
  const mask = (1 << bits) - 1
  const idOf = new Int32Array(1 << bits)
  const ids = new Int32Array(length)
  const firsts = new Int32Array(length)
  const hashes = new Int32Array(length)
  let count = 0
  for (let i = 0; i < length; i++) {
    const start = starts[i] ?? 0
    const end = starts[i + 1] ?? 0
    const hash = hashOf(text, start, end)
    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    let place = Math.imul(hash, 0x9e3779b1) >>> (32 - bits)
    let id = idOf[place] ?? 0
    while (id !== 0) {
      if (hashes[id - 1] === hash) {
        const known = firsts[id - 1] ?? 0
        const other = starts[known] ?? 0
        if ((starts[known + 1] ?? 0) - other === end - start && isSame(text, other, start, end)) break
      }
      place = (place + 1) & mask
      id = idOf[place] ?? 0
    }
    if (id === 0) {
      firsts[count] = i
      hashes[count] = hash
      id = ++count
      idOf[place] = id
    }
    ids[i] = id - 1
  }
  return { ids, firsts: firsts.subarray(0, count) }
}

/** As MurmurHash3 of 32 bits mixes (Appleby, 2011), four bytes at a time, with factors of our own. */
function hashOf(text: DataView, start: number, end: number): number {
  let hash = seed ^ (end - start)
  let at = start
  for (; at + 4 <= end; at += 4) {
    let word = Math.imul(text.getInt32(at, true), first)
    word = Math.imul((word << 15) | (word >>> 17), second)
    hash ^= word
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  for (; at < end; at++) hash = Math.imul(hash ^ text.getUint8(at), first)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** Whether the bytes from another position on are those from `start` to `end`. */
function isSame(text: DataView, other: number, start: number, end: number): boolean {
  let at = start
  let beside = other
  for (; at + 4 <= end; at += 4, beside += 4)
    if (text.getInt32(at, true) !== text.getInt32(beside, true)) return false
  for (; at < end; at++, beside++) if (text.getUint8(at) !== text.getUint8(beside)) return false
  return true
}
