import { canonicalKey, isPrimitiveKey } from './canonical-key.ts'
import { IntIndex } from './int-index.ts'

/** A key as it was first seen, with the value that belongs to it. */
export interface Cell<V> {
  readonly key: unknown
  value: V
}

/** A map whose keys are equal by value: `[1, 'a']` finds what another `[1, 'a']` has set. */
export class KeyMap<V> {
  /**
   * Keys for which `isPrimitiveKey` holds, but integers of 32 bits. Public for generated loops, which look strings up
   * without a call.
   */
  readonly primitive: Map<unknown, Cell<V>> = new Map()
  /** The cells of all primitive keys, as they were first set. */
  readonly #cells: Cell<V>[] = []
  /** The cells of integers by their numbers. */
  readonly #ints = new IntIndex()
  readonly #intCells: Cell<V>[] = []
  /** All other keys, by their canonical string. */
  readonly composite: Map<string, Cell<V>> = new Map()

  /** How many keys there are. */
  get size(): number {
    return this.#cells.length + this.composite.size
  }

  /**
   * The cell of a key.
   *
   * @throws AtomicError ATOMIC4002 when the value cannot be a key.
   */
  find(key: unknown): Cell<V> | undefined {
    if (isInt(key)) {
      const number = this.#ints.find(key)
      return number < 0 ? undefined : this.#intCells[number]
    }
    return isPrimitiveKey(key) ? this.primitive.get(key) : this.composite.get(canonicalKey(key))
  }

  /**
   * Sets the value of a key. The cell keeps the key that was seen first.
   *
   * @throws AtomicError ATOMIC4002 when the value cannot be a key.
   */
  set(key: unknown, value: V): Cell<V> {
    const known = this.find(key)
    if (known) {
      known.value = value
      return known
    }
    const cell = { key, value }
    if (isInt(key)) {
      this.#intCells[this.#ints.at(key)] = cell
      this.#cells.push(cell)
    } else if (isPrimitiveKey(key)) {
      this.primitive.set(key, cell)
      this.#cells.push(cell)
    } else {
      this.composite.set(canonicalKey(key), cell)
    }
    return cell
  }

  /** Every cell, in a fixed order: primitive keys as they were first set, then composite keys likewise. */
  *cells(): IterableIterator<Cell<V>> {
    yield* this.#cells
    yield* this.composite.values()
  }

  /** The keys, in the order of `cells()`. */
  keys(): unknown[] {
    const keys: unknown[] = []
    for (const { key } of this.#cells) keys.push(key)
    for (const { key } of this.composite.values()) keys.push(key)
    return keys
  }

  /** Pairs of key and value, in the order of `cells()`. */
  pairs(): [unknown, V][] {
    const pairs: [unknown, V][] = []
    for (const { key, value } of this.#cells) pairs.push([key, value])
    for (const { key, value } of this.composite.values()) pairs.push([key, value])
    return pairs
  }
}

// -0 | 0 is 0, and so both zeros are one key.
function isInt(key: unknown): key is number {
  return typeof key === 'number' && (key | 0) === key
}
