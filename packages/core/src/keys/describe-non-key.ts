/** Names a value that has no value to compare by, and what to use as the key instead. */
export function describeNonKey(value: unknown): { readonly what: string; readonly fix: string } {
  if (typeof value === 'function') {
    return { what: `The function ${value.name || '(anonymous)'}`, fix: 'Use a name or an id as the key.' }
  }
  if (typeof value === 'symbol') {
    return { what: `The ${String(value)}`, fix: 'Use its description, a string, as the key.' }
  }
  if (value instanceof Promise) {
    return {
      what: 'A promise',
      fix: 'Await the value first: mapAsync() passes on what a promise resolves to.',
    }
  }
  if (isPlain(value)) {
    return { what: 'An object with symbols as property names', fix: 'Use strings as property names.' }
  }
  const name = classOf(value)
  return {
    what: `An instance of the class ${name}`,
    fix: `Use its fields as the key: a plain object { … }, an array [a, b], or the one field that identifies the ${name}.`,
  }
}

function isPlain(value: unknown): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function classOf(value: unknown): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  const owner: unknown =
    typeof prototype === 'object' && prototype !== null && 'constructor' in prototype && prototype.constructor
  return (typeof owner === 'function' && owner.name) || '(anonymous)'
}
