import { accepts } from './accepts.ts'
import { printShape, type ValueShape, type ValueShapes } from './value-shape.ts'

/** Where a value is not what its type says. */
export interface Breach {
  /** `.items[3].price`; empty for the value itself. */
  readonly path: string
  /** What the type says there, as TypeScript: `number`. */
  readonly declared: string
  /** What is there: `the string "12"`. */
  readonly found: string
}

/** The deepest place where a value that has not the shape can be said to break it. */
export function findBreach(shapes: ValueShapes, root: number, value: unknown): Breach {
  return find(root, value, '')

  function find(at: number, given: unknown, path: string): Breach {
    const shape = shapes[at]
    const part = shape && partsOf(shape, given).find((each) => !accepts(shapes, each.shape)(each.value))
    if (part) return find(part.shape, part.value, path + part.step)
    const option = shape?.kind === 'union' ? meantBy(shape.of, given) : undefined
    if (option !== undefined) return find(option, given, path)
    return { path, declared: printShape(shapes, at), found: describe(given) }
  }

  /** The option of a union that a value is closest to: the only one of its kind, or with the same tag. */
  function meantBy(options: readonly number[], given: unknown): number | undefined {
    if (given === null || given === undefined) return undefined
    const present = options.filter((option) => !empty.has(shapes[option]?.kind))
    if (present.length === 1) return present[0]
    const near = present.filter((option) => isNear(shapes[option], given))
    return near.length === 1 ? near[0] : near.find((option) => hasTags(shapes[option], given))
  }

  /** Whether the properties that have literal types, of which there is one at least, have those values. */
  function hasTags(shape: ValueShape | undefined, given: unknown): boolean {
    if (shape?.kind !== 'object' || !isRecord(given)) return false
    const tags = shape.fields.filter(({ shape: of }) => shapes[of]?.kind === 'literal')
    return tags.length > 0 && tags.every((tag) => accepts(shapes, tag.shape)(given[tag.name]))
  }
}

const empty = new Set<ValueShape['kind'] | undefined>(['null', 'undefined'])

interface Part {
  readonly step: string
  readonly shape: number
  readonly value: unknown
}

function partsOf(shape: ValueShape, value: unknown): readonly Part[] {
  switch (shape.kind) {
    case 'array':
    case 'iterable':
      return Array.isArray(value)
        ? value.map((each, i) => ({ step: `[${i}]`, shape: shape.of, value: each }))
        : []
    case 'set':
      return value instanceof Set
        ? [...(value as Set<unknown>)].map((each, i) => ({ step: `{${i}}`, shape: shape.of, value: each }))
        : []
    case 'map':
      return value instanceof Map ? entries(value, shape) : []
    case 'tuple':
      return Array.isArray(value) ? slots(value, shape) : []
    case 'object':
      return isRecord(value) ? properties(value, shape) : []
    default:
      return []
  }
}

function entries(
  map: ReadonlyMap<unknown, unknown>,
  { keys, values }: Extract<ValueShape, { kind: 'map' }>,
): Part[] {
  return [...map].flatMap(([key, value]) => [
    { step: `.keys(${describe(key)})`, shape: keys, value: key },
    { step: `.get(${describe(key)})`, shape: values, value },
  ])
}

function slots(
  value: readonly unknown[],
  { slots: of, required, rest }: Extract<ValueShape, { kind: 'tuple' }>,
): Part[] {
  // Of a tuple of another length, the length is what is wrong.
  if (value.length < required || (rest === undefined && value.length > of.length)) return []
  return value.flatMap((each, i) => {
    const shape = of[i] ?? rest
    const isLeftOut = i >= required && i < of.length && each === undefined
    return shape === undefined || isLeftOut ? [] : { step: `[${i}]`, shape, value: each }
  })
}

function properties(
  value: Readonly<Record<string, unknown>>,
  { fields, values }: Extract<ValueShape, { kind: 'object' }>,
): Part[] {
  const named = fields
    .filter(({ name, optional }) => !(optional && value[name] === undefined))
    .map(({ name, shape }) => ({ step: stepTo(name), shape, value: value[name] }))
  if (values === undefined) return named
  return [
    ...named,
    ...Object.entries(value).map(([name, each]) => ({ step: stepTo(name), shape: values, value: each })),
  ]
}

function stepTo(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

function isNear(shape: ValueShape | undefined, value: unknown): boolean {
  switch (shape?.kind) {
    case 'array':
    case 'tuple':
      return Array.isArray(value)
    case 'object':
      return isRecord(value) && !Array.isArray(value)
    case 'map':
      return value instanceof Map
    case 'set':
      return value instanceof Set
    default:
      return false
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** A value in a few words. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `the string ${JSON.stringify(cut(value))}`
  if (typeof value === 'bigint') return `the bigint ${value}n`
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${String(value)}`
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (!isRecord(value)) return `a ${typeof value}`
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) {
    const name: unknown = isRecord(prototype) ? prototype.constructor : undefined
    return `an instance of ${typeof name === 'function' ? name.name : 'a class'}`
  }
  return `an object { ${cut(Object.keys(value).join(', '))} }`
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
