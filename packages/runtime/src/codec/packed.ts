/**
 * A decoded value with arrays that the engine knows to have no holes, as those that a program makes: one that was made
 * with room for so many takes a task up to twice as long to read. Arrays that do have holes, and what is no array, plain
 * object or map, stay as they are.
 */
export function packed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value) && !hasHoles(value)) return value.map(packed)
  if (value instanceof Map) packEntries(value)
  else if (Array.isArray(value) || isPlain(value)) packProperties(value)
  return value
}

/** Stops at the first, since an array with holes may be longer than anyone can wait. */
function hasHoles(array: readonly unknown[]): boolean {
  for (let i = 0; i < array.length; i++) if (array[i] === undefined && !(i in array)) return true
  return false
}

function packEntries(entries: Map<unknown, unknown>): void {
  for (const [key, item] of entries) {
    const now = packed(item)
    if (now !== item) entries.set(key, now)
  }
}

function packProperties(owner: object): void {
  for (const name of Object.keys(owner)) {
    const item: unknown = Reflect.get(owner, name)
    const now = packed(item)
    // Any other way to write could call a setter, such as that of `__proto__`.
    if (now !== item) Object.defineProperty(owner, name, { value: now })
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
