/** Values of a few bits each, as Parquet packs levels and indices: runs of one value, and groups of eight. */
export interface Hybrid {
  readonly start: number
  readonly end: number
  /** Bits of a value. */
  readonly width: number
  /** How many values there must be. */
  readonly count: number
  /** The largest value that may be there. */
  readonly most: number
}

/** What was seen of a hybrid. */
interface Seen {
  /** How many values are 0. */
  readonly zeros: number
  /** How many values are the largest. */
  readonly largest: number
}

/**
 * Walks a hybrid before the library does, which believes the length of a run whatever it is.
 * @throws Error when it holds other values, or fewer, than it must
 */
export function checkHybrid(bytes: Uint8Array, { start, end, width, count, most }: Hybrid): Seen {
  if (width > 32 || end > bytes.length) throw new Error('packed values reach beyond their page')
  const perRun = (width + 7) >> 3
  let at = start
  let seen = 0
  let zeros = 0
  let largest = 0
  while (seen < count) {
    const header = varint()
    if ((header & 1) === 1) packed(header >>> 1)
    else run(header >>> 1)
  }
  return { zeros, largest }

  function run(length: number): void {
    if (length > count - seen) throw new Error('a run of packed values is longer than its page')
    let value = 0
    for (let i = 0; i < perRun; i++) value += next() * 2 ** (8 * i)
    if (value > most) throw tooLarge(value, most)
    if (value === 0) zeros += length
    if (value === most) largest += length
    seen += length
  }

  function packed(groups: number): void {
    const here = Math.min(8 * groups, count - seen)
    if (groups === 0 || at + Math.ceil((here * width) / 8) > end)
      throw new Error('packed values end before they are all there')
    if (width === 0) zeros += here
    if (width === 0 && most === 0) largest += here
    if (width > 0) unpack(here)
    at += groups * width
    seen += here
  }

  function unpack(here: number): void {
    for (let i = 0, bit = 0; i < here; i++, bit += width) {
      let value = 0
      for (let got = 0; got < width;) {
        const from = bit + got
        const free = Math.min(8 - (from & 7), width - got)
        const bits = ((bytes[at + (from >> 3)] ?? 0) >> (from & 7)) & ((1 << free) - 1)
        value += bits * 2 ** got
        got += free
      }
      if (value > most) throw tooLarge(value, most)
      if (value === 0) zeros++
      if (value === most) largest++
    }
  }

  function varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = next()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
    throw new Error('the length of a run is not readable')
  }

  function next(): number {
    if (at >= end) throw new Error('packed values end before they are all there')
    return bytes[at++] ?? 0
  }
}

/** How many bits values up to a largest one take. */
export function bitsOf(largest: number): number {
  return 32 - Math.clz32(largest)
}

function tooLarge(value: number, most: number): Error {
  return new Error(`a packed value is ${value}, where ${most} is the largest`)
}
