import type { ValueShape, ValueShapes } from './value-shape.ts'

/** Whether a value has the shape at a place of the table. */
export type Accepts = (value: unknown) => boolean

/** For shapes that contain themselves: the objects that are being looked at already. */
type Seen = Map<number, Set<unknown>>
type Test = (value: unknown, seen: Seen) => boolean

/**
 * Makes the test of a shape. Properties that the shape does not name are allowed, as the type allows them. A value
 * nested too deep for the stack is not looked at to its end.
 */
export function accepts(shapes: ValueShapes, root: number): Accepts {
  const tests = new Map<number, Test>()
  const isRecursive = recursionIn(shapes)
  const test = testOf(root)
  return (value) => {
    try {
      return test(value, new Map())
    } catch (error) {
      if (error instanceof RangeError) return true
      throw error
    }
  }

  function testOf(index: number): Test {
    const known = tests.get(index)
    if (known) return known
    // While it is made, a shape that contains itself finds this.
    tests.set(index, (value, seen) => made(value, seen))
    const plain = compile(shapes[index] ?? { kind: 'any' }, testOf)
    const made = isRecursive(index) ? once(index, plain) : plain
    tests.set(index, made)
    return made
  }
}

function compile(shape: ValueShape, testOf: (index: number) => Test): Test {
  switch (shape.kind) {
    case 'any':
      return () => true
    case 'null':
      return (value) => value === null
    case 'undefined':
      return (value) => value === undefined
    case 'number':
    case 'string':
    case 'boolean':
    case 'bigint': {
      const { kind } = shape
      return (value) => typeof value === kind
    }
    case 'date':
      return (value) => tagOf(value) === 'Date'
    case 'bytes':
      return (value) => tagOf(value) === shape.name
    case 'literal': {
      const values = new Set<unknown>(shape.values)
      return (value) => values.has(value)
    }
    case 'array': {
      const of = testOf(shape.of)
      return (value, seen) => Array.isArray(value) && all(value, of, seen)
    }
    case 'iterable': {
      const of = testOf(shape.of)
      // What is not an array may give its elements only once.
      return (value, seen) => (Array.isArray(value) ? all(value, of, seen) : isIterable(value))
    }
    case 'set': {
      const of = testOf(shape.of)
      return (value, seen) => value instanceof Set && all([...(value as Set<unknown>)], of, seen)
    }
    case 'map': {
      const [keys, values] = [testOf(shape.keys), testOf(shape.values)]
      return (value, seen) =>
        value instanceof Map && all([...value.keys()], keys, seen) && all([...value.values()], values, seen)
    }
    case 'tuple':
      return tuple(shape, testOf)
    case 'object':
      return object(shape, testOf)
    case 'union': {
      const options = shape.of.map(testOf)
      return (value, seen) => options.some((option) => option(value, seen))
    }
  }
}

function tuple(
  { slots, required, rest }: Extract<ValueShape, { kind: 'tuple' }>,
  testOf: (index: number) => Test,
): Test {
  const tests = slots.map(testOf)
  const more = rest === undefined ? undefined : testOf(rest)
  return (value, seen) => {
    if (!Array.isArray(value) || value.length < required) return false
    if (!more && value.length > tests.length) return false
    for (let i = 0; i < value.length; i++) {
      const element: unknown = value[i]
      if (i >= required && i < tests.length && element === undefined) continue
      if (!(tests[i] ?? more)?.(element, seen)) return false
    }
    return true
  }
}

function object(
  { fields, values }: Extract<ValueShape, { kind: 'object' }>,
  testOf: (index: number) => Test,
): Test {
  const tests = fields.map(({ name, shape, optional = false }) => ({ name, optional, test: testOf(shape) }))
  const every = values === undefined ? undefined : testOf(values)
  return (value, seen) => {
    if (value === null || value === undefined) return false
    const record = value as Readonly<Record<string, unknown>>
    for (const { name, optional, test } of tests) {
      const property = record[name]
      if (property === undefined && optional) continue
      if (!test(property, seen)) return false
    }
    return !every || (typeof value === 'object' && all(Object.values(record), every, seen))
  }
}

function all(values: readonly unknown[], test: Test, seen: Seen): boolean {
  for (let i = 0; i < values.length; i++) if (!test(values[i], seen)) return false
  return true
}

/** A value that contains itself is looked at once. */
function once(index: number, test: Test): Test {
  return (value, seen) => {
    if (typeof value !== 'object' || value === null) return test(value, seen)
    const objects = seen.get(index) ?? new Set()
    seen.set(index, objects)
    if (objects.has(value)) return true
    objects.add(value)
    const isFine = test(value, seen)
    if (!isFine) objects.delete(value)
    return isFine
  }
}

function recursionIn(shapes: ValueShapes): (index: number) => boolean {
  return (index) => {
    const open = [...partsOf(shapes[index])]
    const found = new Set<number>()
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === index) return true
      if (found.has(at)) continue
      found.add(at)
      open.push(...partsOf(shapes[at]))
    }
    return false
  }
}

function partsOf(shape: ValueShape | undefined): readonly number[] {
  switch (shape?.kind) {
    case 'array':
    case 'iterable':
    case 'set':
      return [shape.of]
    case 'union':
      return shape.of
    case 'map':
      return [shape.keys, shape.values]
    case 'tuple':
      return shape.rest === undefined ? shape.slots : [...shape.slots, shape.rest]
    case 'object': {
      const fields = shape.fields.map(({ shape: of }) => of)
      return shape.values === undefined ? fields : [...fields, shape.values]
    }
    default:
      return []
  }
}

/** The name of a builtin class, also of an instance from elsewhere. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

function isIterable(value: unknown): boolean {
  return (
    typeof value === 'string' || (typeof value === 'object' && value !== null && Symbol.iterator in value)
  )
}
