/**
 * Numbers integers of 32 bits as they first come: a hash table with open addressing over typed arrays, at most half full.
 */
export class IntIndex {
  /** The keys by their numbers; longer than there are keys. */
  #keys = new Int32Array(16)
  #size = 0
  #bits = 5
  /** For each place a key and its number, from 1; 0 where there is none. Side by side: one cache line. */
  #places = new Int32Array(64)

  /** The keys, in the order of their numbers. */
  get keys(): Int32Array {
    return this.#keys.subarray(0, this.#size)
  }

  /** The number of a key, from 0; that of a new one is how many there were. */
  at(key: number): number {
    const place = this.#placeOf(key)
    const number = this.#places[place + 1] ?? 0
    return number === 0 ? this.#add(key, place) : number - 1
  }

  /** The number of a key, or -1. */
  find(key: number): number {
    return (this.#places[this.#placeOf(key) + 1] ?? 0) - 1
  }

  #add(key: number, place: number): number {
    const number = this.#size++
    this.#places[place] = key
    this.#places[place + 1] = number + 1
    if (number === this.#keys.length) {
      const keys = new Int32Array(2 * number)
      keys.set(this.#keys)
      this.#keys = keys
    }
    this.#keys[number] = key
    if (4 * this.#size > this.#places.length) this.#grow()
    return number
  }

  /** Where a key is, or would be. */
  #placeOf(key: number): number {
    const places = this.#places
    const mask = places.length - 1
    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    let place = (Math.imul(key, 0x9e3779b1) >>> (32 - this.#bits)) << 1
    while (places[place + 1] !== 0 && places[place] !== key) place = (place + 2) & mask
    return place
  }

  #grow(): void {
    this.#bits++
    this.#places = new Int32Array(2 * this.#places.length)
    for (let number = 0; number < this.#size; number++) {
      const key = this.#keys[number] ?? 0
      const place = this.#placeOf(key)
      this.#places[place] = key
      this.#places[place + 1] = number + 1
    }
  }
}
