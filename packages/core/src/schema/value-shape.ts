/** What values a type allows, as the build step derived it; shapes name others by their place in a table. */
export type ValueShape =
  | { readonly kind: 'any' | 'number' | 'string' | 'boolean' | 'bigint' | 'null' | 'undefined' | 'date' }
  | { readonly kind: 'literal'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'array' | 'iterable' | 'set'; readonly of: number }
  | {
      readonly kind: 'tuple'
      readonly slots: readonly number[]
      /** How many of the slots must be there. */
      readonly required: number
      readonly rest?: number
    }
  | {
      readonly kind: 'object'
      readonly fields: readonly ShapeField[]
      /** Of an index signature: what every property is. */
      readonly values?: number
    }
  | { readonly kind: 'map'; readonly keys: number; readonly values: number }
  /** A typed array or a buffer, by the name of its class. */
  | { readonly kind: 'bytes'; readonly name: string }
  | { readonly kind: 'union'; readonly of: readonly number[] }

/** One property of an object. */
export interface ShapeField {
  readonly name: string
  readonly shape: number
  readonly optional?: boolean
}

/** ValueShapes that refer to each other; a type that contains itself is a cycle. */
export type ValueShapes = readonly ValueShape[]

/** A type that the user wrote, as an error names it. */
export interface DeclaredType {
  /** Its place in the table. */
  readonly shape: number
  /** `Order`, or the type's text. */
  readonly name: string
  /** Where it is declared: `orders.ts:3`. */
  readonly at: string
  /** Of an iterable, its elements. */
  readonly of?: DeclaredType
}

/** The types between which a task stands, as far as they can be checked. */
export interface TaskTypes {
  readonly shapes: ValueShapes
  /** Of its first parameter. */
  readonly record?: DeclaredType
  /** True when the first parameter gets values that the type checker knew nothing of. */
  readonly doubtsRecord?: boolean
  /** Of its result, when the type checker could not prove it: a cast, an `any`, a value that may be missing. */
  readonly result?: DeclaredType
}

/** Prints a shape as TypeScript would: `{ id: number; tags: string[] }`. */
export function printShape(shapes: ValueShapes, at: number, depth = 0): string {
  const shape = shapes[at]
  const inner = (index: number): string => printShape(shapes, index, depth + 1)
  if (!shape) return 'unknown'
  if (depth > deepest) return '…'
  switch (shape.kind) {
    case 'any':
      return 'unknown'
    case 'date':
      return 'Date'
    case 'bytes':
      return shape.name
    case 'literal':
      return shape.values.map((value) => JSON.stringify(value)).join(' | ')
    case 'array':
      return shapes[shape.of]?.kind === 'union' ? `(${inner(shape.of)})[]` : `${inner(shape.of)}[]`
    case 'iterable':
      return `Iterable<${inner(shape.of)}>`
    case 'set':
      return `Set<${inner(shape.of)}>`
    case 'map':
      return `Map<${inner(shape.keys)}, ${inner(shape.values)}>`
    case 'tuple': {
      const slots = shape.slots.map((slot, i) => `${inner(slot)}${i < shape.required ? '' : '?'}`)
      return `[${[...slots, ...(shape.rest === undefined ? [] : [`...${inner(shape.rest)}[]`])].join(', ')}]`
    }
    case 'object': {
      const fields = shape.fields.map(
        ({ name, shape: of, optional }) => `${name}${optional ? '?' : ''}: ${inner(of)}`,
      )
      const all = shape.values === undefined ? fields : [...fields, `[key: string]: ${inner(shape.values)}`]
      return `{ ${all.join('; ')} }`
    }
    case 'union':
      return shape.of.map(inner).join(' | ')
    default:
      return shape.kind
  }
}

// A record deeper than this is better read where it is declared.
const deepest = 3
