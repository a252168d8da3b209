import { canonicalKey, isPrimitiveKey } from './canonical-key.ts'

/**
 * A `Map` that compares its keys as operations by key do: `get([1, 'a'])` finds what another `[1, 'a']` has set. Iteration
 * gives the keys as they were first set.
 */
export class MapByValue<K, V> extends Map<K, V> {
  readonly #first = new Map<string, K>()

  override get(key: K): V | undefined {
    return super.get(this.#known(key))
  }

  override has(key: K): boolean {
    return super.has(this.#known(key))
  }

  override set(key: K, value: V): this {
    const known = this.#known(key)
    if (!isPrimitiveKey(known)) this.#first.set(canonicalKey(known), known)
    return super.set(known, value)
  }

  override delete(key: K): boolean {
    const known = this.#known(key)
    if (!isPrimitiveKey(known)) this.#first.delete(canonicalKey(known))
    return super.delete(known)
  }

  override clear(): void {
    this.#first.clear()
    super.clear()
  }

  /** The key that is equal and was set first, or the key itself. */
  #known(key: K): K {
    return isPrimitiveKey(key) ? key : (this.#first.get(canonicalKey(key)) ?? key)
  }
}
