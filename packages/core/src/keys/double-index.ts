/**
 * Numbers any numbers as they first come, equal as in a `Map`: -0 is 0, and NaN is NaN. A hash table with open addressing
 * over typed arrays, at most half full.
 */
export class DoubleIndex {
  /** The keys by their numbers; longer than there are keys. */
  #keys: Float64Array
  #size = 0
  #bits: number
  /** For each place the number of a key, from 1; 0 where there is none. */
  #places: Int32Array

  /** @param expected how many keys there is room for at first */
  constructor(expected: number = 16) {
    this.#bits = 33 - Math.clz32(Math.max(16, expected))
    this.#keys = new Float64Array(1 << (this.#bits - 1))
    this.#places = new Int32Array(1 << this.#bits)
  }

  /** The index of keys that were numbered already. */
  static of(keys: ArrayLike<number>): DoubleIndex {
    const index = new DoubleIndex(2 * keys.length)
    for (let i = 0; i < keys.length; i++) index.at(keys[i] ?? 0)
    return index
  }

  /** The keys, in the order of their numbers. */
  get keys(): Float64Array {
    return this.#keys.subarray(0, this.#size)
  }

  /** The number of a key, from 0; that of a new one is how many there were. */
  at(key: number): number {
    const place = this.#placeOf(key)
    const number = this.#places[place] ?? 0
    return number === 0 ? this.#add(key, place) : number - 1
  }

  #add(key: number, place: number): number {
    const number = this.#size++
    this.#keys[number] = key
    this.#places[place] = number + 1
    if (this.#size === this.#keys.length) this.#grow()
    return number
  }

  /** Where a key is, or would be. */
  #placeOf(key: number): number {
    const places = this.#places
    const keys = this.#keys
    const mask = places.length - 1
    let place = hashOf(key) >>> (32 - this.#bits)
    for (;;) {
      const number = places[place] ?? 0
      if (number === 0) return place
      const known = keys[number - 1] ?? 0
      if (known === key || (key !== key && known !== known)) return place
      place = (place + 1) & mask
    }
  }

  #grow(): void {
    this.#bits++
    const keys = new Float64Array(2 * this.#keys.length)
    keys.set(this.#keys)
    this.#keys = keys
    this.#places = new Int32Array(2 * this.#places.length)
    for (let number = 0; number < this.#size; number++) {
      this.#places[this.#placeOf(keys[number] ?? 0)] = number + 1
    }
  }
}

const double = new Float64Array(1)
const halves = new Int32Array(double.buffer)

/** The upper bits are mixed best. */
function hashOf(key: number): number {
  // -0 + 0 is 0; NaN has many bit patterns.
  double[0] = key === key ? key + 0 : 0
  const hash = Math.imul(halves[0] ?? 0, 0x85ebca6b) ^ (halves[1] ?? 0)
  // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4), of halves that differ anywhere.
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1)
}
