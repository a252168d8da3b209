/** A dictionary has so many words at most, and code units of words. */
const mostWords = 1 << 16
const mostUnits = 1 << 22

/**
 * Numbers the words of lines as they first come, without a string for each of them: a hash table with open addressing over
 * typed arrays, at most half full.
 */
export class WordIndex {
  /** The words by their numbers. What was numbered stays; more may come. */
  readonly words: string[] = []
  readonly #separator: number
  // Nobody can make up words that all have one hash.
  readonly #seed = Math.floor(Math.random() * 0x7fffffff)
  #bits = 9
  /** Numbers from 1; 0 where there is none. */
  #places = new Int32Array(1 << 9)
  #hashes = new Int32Array(1 << 8)
  /** Where the code units of each word end; those of the first begin at 0. */
  #ends = new Int32Array(1 << 8)
  #units = new Uint16Array(1 << 12)

  /** @param separator the code unit between words */
  constructor(separator: number) {
    this.#separator = separator
  }

  /** Whether it should not have more words. */
  get isFull(): boolean {
    const { length } = this.words
    return length >= mostWords || (this.#ends[length - 1] ?? 0) >= mostUnits
  }

  /** Writes the numbers of a line's words, from `at` on, and gives where they end. There is room for one more than code units. */
  split(line: string, codes: Int32Array, at: number): number {
    const separator = this.#separator
    const seed = this.#seed
    const { length } = line
    let from = 0
    let hash = seed
    for (let i = 0; i <= length; i++) {
      const unit = i < length ? line.charCodeAt(i) : separator
      if (unit !== separator) {
        // FNV-1a, a code unit at a time.
        hash = Math.imul(hash ^ unit, 0x01000193)
        continue
      }
      codes[at++] = this.#codeOf(line, from, i, hash)
      from = i + 1
      hash = seed
    }
    return at
  }

  #codeOf(line: string, from: number, to: number, hash: number): number {
    const places = this.#places
    const ends = this.#ends
    const units = this.#units
    const length = to - from
    const mask = places.length - 1
    let place = placeOf(hash, this.#bits)
    for (let next = places[place] ?? 0; next !== 0; next = places[place] ?? 0) {
      const code = next - 1
      const start = code === 0 ? 0 : (ends[code - 1] ?? 0)
      if (this.#hashes[code] === hash && (ends[code] ?? 0) - start === length) {
        let same = 0
        while (same < length && units[start + same] === line.charCodeAt(from + same)) same++
        if (same === length) return code
      }
      place = (place + 1) & mask
    }
    return this.#add(line, from, to, hash)
  }

  #add(line: string, from: number, to: number, hash: number): number {
    const code = this.words.push(line.slice(from, to)) - 1
    if (code === this.#hashes.length) this.#grow()
    const start = code === 0 ? 0 : (this.#ends[code - 1] ?? 0)
    const end = start + to - from
    if (end > this.#units.length) this.#units = grown(this.#units, new Uint16Array(2 * end))
    for (let i = start, unit = from; i < end; i++, unit++) this.#units[i] = line.charCodeAt(unit)
    this.#ends[code] = end
    this.#hashes[code] = hash
    this.#put(code)
    return code
  }

  #put(code: number): void {
    const places = this.#places
    const mask = places.length - 1
    let place = placeOf(this.#hashes[code] ?? 0, this.#bits)
    while (places[place] !== 0) place = (place + 1) & mask
    places[place] = code + 1
  }

  #grow(): void {
    const count = this.#hashes.length
    this.#hashes = grown(this.#hashes, new Int32Array(2 * count))
    this.#ends = grown(this.#ends, new Int32Array(2 * count))
    this.#bits++
    this.#places = new Int32Array(2 * this.#places.length)
    for (let code = 0; code < count; code++) this.#put(code)
  }
}

function placeOf(hash: number, bits: number): number {
  // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
  return Math.imul(hash, 0x9e3779b1) >>> (32 - bits)
}

function grown<A extends Int32Array | Uint16Array>(from: A, to: A): A {
  to.set(from)
  return to
}
