/**
 * A decoded value with arrays that the engine knows to have no holes, as those that a program makes: one that was made
 * with room for so many takes a task up to twice as long to read. What is no array, plain object or map stays as it is.
 */
export function packed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(packed)
  if (value instanceof Map) packEntries(value)
  else if (isPlain(value)) packProperties(value)
  return value
}

function packEntries(entries: Map<unknown, unknown>): void {
  for (const [key, item] of entries) if (typeof item === 'object') entries.set(key, packed(item))
}

function packProperties(owner: object): void {
  for (const name of Object.keys(owner)) {
    const item: unknown = Reflect.get(owner, name)
    // Any other way to write could call a setter, such as that of `__proto__`.
    if (Array.isArray(item)) Object.defineProperty(owner, name, { value: item.map(packed) })
    else packed(item)
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
