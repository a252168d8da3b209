import type { Cell } from './key-map.ts'

/**
 * Finds cells by keys that are integers of 32 bits: a hash table with open addressing over typed arrays, which is several
 * times faster than a `Map` where keys come again. At most half full.
 */
export class IntTable<V> {
  readonly #cells: Cell<V>[]
  #size = 0
  #bits = 5
  /** For each place a key and the number of its cell, from 1; 0 where there is none. Side by side: one cache line. */
  #places = new Int32Array(64)

  /** @param cells where cells are added; others may do so too */
  constructor(cells: Cell<V>[]) {
    this.#cells = cells
  }

  /** The cell of a key. */
  find(key: number): Cell<V> | undefined {
    const number = this.#places[this.#placeOf(key) + 1] ?? 0
    return number === 0 ? undefined : this.#cells[number - 1]
  }

  /** Sets the value of a key, in its cell or in a new one. */
  set(key: number, value: V): Cell<V> {
    const place = this.#placeOf(key)
    const number = this.#places[place + 1] ?? 0
    const known = number === 0 ? undefined : this.#cells[number - 1]
    if (known) {
      known.value = value
      return known
    }
    const cell = { key, value }
    this.#places[place] = key
    this.#places[place + 1] = this.#cells.push(cell)
    if (4 * ++this.#size > this.#places.length) this.#grow()
    return cell
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
    const places = this.#places
    this.#bits++
    this.#places = new Int32Array(2 * places.length)
    for (let i = 0; i < places.length; i += 2) {
      const number = places[i + 1] ?? 0
      if (number === 0) continue
      const key = places[i] ?? 0
      const place = this.#placeOf(key)
      this.#places[place] = key
      this.#places[place + 1] = number
    }
  }
}
