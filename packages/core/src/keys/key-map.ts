import { canonicalKey, isPrimitiveKey } from './canonical-key.ts'

/** A key as it was first seen, with the value that belongs to it. */
export interface Cell<V> {
  readonly key: unknown
  value: V
}

/** A map whose keys are equal by value: `[1, 'a']` finds what another `[1, 'a']` has set. */
export class KeyMap<V> {
  /** Keys for which `isPrimitiveKey` holds. Public for generated loops, which look keys up without a call. */
  readonly primitive: Map<unknown, Cell<V>> = new Map()
  /** All other keys, by their canonical string. */
  readonly composite: Map<string, Cell<V>> = new Map()

  /** How many keys there are. */
  get size(): number {
    return this.primitive.size + this.composite.size
  }

  /**
   * The cell of a key.
   *
   * @throws AtomicError ATOMIC4002 when the value cannot be a key.
   */
  find(key: unknown): Cell<V> | undefined {
    return isPrimitiveKey(key) ? this.primitive.get(key) : this.composite.get(canonicalKey(key))
  }

  /**
   * Sets the value of a key. The cell keeps the key that was seen first.
   *
   * @throws AtomicError ATOMIC4002 when the value cannot be a key.
   */
  set(key: unknown, value: V): Cell<V> {
    if (isPrimitiveKey(key)) return setIn(this.primitive, key, { key, value })
    return setIn(this.composite, canonicalKey(key), { key, value })
  }

  /** Every cell, in a fixed order: primitive keys as they were first set, then composite keys likewise. */
  *cells(): IterableIterator<Cell<V>> {
    yield* this.primitive.values()
    yield* this.composite.values()
  }

  /** The keys, in the order of `cells()`. */
  keys(): unknown[] {
    const keys: unknown[] = []
    for (const { key } of this.primitive.values()) keys.push(key)
    for (const { key } of this.composite.values()) keys.push(key)
    return keys
  }

  /** Pairs of key and value, in the order of `cells()`. */
  pairs(): [unknown, V][] {
    const pairs: [unknown, V][] = []
    for (const { key, value } of this.primitive.values()) pairs.push([key, value])
    for (const { key, value } of this.composite.values()) pairs.push([key, value])
    return pairs
  }
}

function setIn<K, V>(map: Map<K, Cell<V>>, key: K, fresh: Cell<V>): Cell<V> {
  const cell = map.get(key)
  if (cell === undefined) {
    map.set(key, fresh)
    return fresh
  }
  cell.value = fresh.value
  return cell
}
