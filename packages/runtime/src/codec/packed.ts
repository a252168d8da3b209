/**
 * A decoded value with arrays that the engine knows to have no holes, as those that a program makes: one that was made
 * with room for so many takes a task up to twice as long to read. What is no array, plain object or map stays as it is.
 */
export function packed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(packed)
  if (value instanceof Map) for (const [key, item] of value) value.set(key, packed(item))
  else if (isPlain(value)) for (const [name, item] of Object.entries(value)) packProperty(value, name, item)
  return value
}

function packProperty(owner: object, name: string, item: unknown): void {
  // Any other way to write could call a setter, such as that of `__proto__`.
  if (Array.isArray(item)) Object.defineProperty(owner, name, { value: item.map(packed) })
  else packed(item)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
