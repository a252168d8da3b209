import type { ValueShape, ShapeField } from '@atomic-ts/core/internal'
import { ts } from 'ts-morph'
import { builtinName } from './builtin-name.ts'

/**
 * The shapes of TypeScript types, in one table. What cannot be checked by looking at a value, such as a function, an
 * instance of a class or a type parameter, is `any`.
 */
export class ShapesOfTypes {
  readonly shapes: ValueShape[] = []
  readonly #checker: ts.TypeChecker
  readonly #known = new Map<ts.Type, number>()
  readonly #simple = new Map<string, number>()

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
  }

  /** The place of a type's shape. */
  add(type: ts.Type): number {
    const known = this.#known.get(type)
    if (known !== undefined) return known
    const simple = simpleShape(type)
    if (simple) return this.#shared(simple)
    const index = this.shapes.push(pending) - 1
    this.#known.set(type, index)
    // A generic type may contain ever larger instances of itself.
    this.shapes[index] = index < most ? this.#shapeOf(type) : anything
    return index
  }

  #shapeOf(type: ts.Type): ValueShape {
    const { flags } = type
    if (type.isUnion()) return this.#union(type.types)
    if (flags & ts.TypeFlags.Intersection) return this.#intersection(type as ts.IntersectionType)
    return flags & ts.TypeFlags.Object ? this.#object(type) : anything
  }

  #union(types: readonly ts.Type[]): ValueShape {
    const literals = types.filter((each) => literalOf(each) !== undefined)
    const others = types.filter((each) => !literals.includes(each)).map((each) => this.add(each))
    const of = [...new Set([...others, ...this.#literals(new Set(literals.flatMap(valueOf)))])]
    if (of.some((each) => this.#isAny(each))) return anything
    of.sort((a, b) => this.#rank(a) - this.#rank(b))
    const [only = -1] = of
    const alone = of.length === 1 ? this.shapes[only] : undefined
    return alone && alone !== pending ? alone : { kind: 'union', of }
  }

  #literals(values: Set<string | number | boolean>): readonly number[] {
    const isBoolean = values.has(true) && values.has(false)
    const rest = [...values].filter((each) => !isBoolean || typeof each !== 'boolean')
    return [
      ...(isBoolean ? [this.#shared({ kind: 'boolean' })] : []),
      ...(rest.length > 0 ? [this.#shared({ kind: 'literal', values: rest })] : []),
    ]
  }

  /** One place for all the shapes that are the same by their text. */
  #shared(shape: ValueShape): number {
    const text = JSON.stringify(shape)
    const index = this.#simple.get(text) ?? this.shapes.push(shape) - 1
    this.#simple.set(text, index)
    return index
  }

  /** Nothing of a brand is there at run time: of `string & { __brand: 'Id' }`, the string counts. */
  #intersection(type: ts.IntersectionType): ValueShape {
    const records = type.types.filter((each) => isRecord(each, this.#checker))
    if (records.length === type.types.length) return this.#record(type)
    const others = type.types.filter((each) => !records.includes(each))
    const [only] = others
    return only && others.length === 1 ? (simpleShape(only) ?? this.#shapeOf(only)) : anything
  }

  #object(type: ts.Type): ValueShape {
    if (this.#checker.isTupleType(type)) return this.#tuple(type)
    const builtin = builtinName(type)
    if (builtin === undefined) return isRecord(type, this.#checker) ? this.#record(type) : anything
    const [first, second] = this.#checker.getTypeArguments(type as ts.TypeReference)
    if (builtin === 'Date') return { kind: 'date' }
    if (bytes.has(builtin)) return { kind: 'bytes', name: builtin }
    // A Buffer arrives elsewhere as the Uint8Array that it is.
    if (builtin === 'Buffer') return { kind: 'bytes', name: 'Uint8Array' }
    if (first && arrays.has(builtin)) return { kind: 'array', of: this.add(first) }
    if (first && iterables.has(builtin)) return { kind: 'iterable', of: this.add(first) }
    if (first && builtin === 'Set') return { kind: 'set', of: this.add(first) }
    if (first && second && builtin === 'Map') {
      return { kind: 'map', keys: this.add(first), values: this.add(second) }
    }
    return anything
  }

  #tuple(type: ts.Type): ValueShape {
    const { target } = type as ts.TupleTypeReference
    const elements = this.#checker.getTypeArguments(type as ts.TypeReference)
    const flags = target.elementFlags
    const rests = flags.filter((flag) => flag & ts.ElementFlags.Rest)
    const isLast = ((flags.at(-1) ?? 0) & ts.ElementFlags.Rest) !== 0
    const isSpread = flags.some((flag) => flag & ts.ElementFlags.Variadic)
    if (isSpread || rests.length > 1 || (rests.length === 1 && !isLast)) return anything
    const places = elements.slice(0, flags.length).map((each) => this.add(each))
    const rest = rests.length === 1 ? places.pop() : undefined
    const required = flags.filter((flag) => flag & ts.ElementFlags.Required).length
    return { kind: 'tuple', slots: places, required, ...(rest === undefined ? {} : { rest }) }
  }

  #record(type: ts.Type): ValueShape {
    const index = type.getStringIndexType()
    const values = index && this.add(index)
    const fields = this.#checker.getPropertiesOfType(type).flatMap((each) => this.#field(each))
    if (values !== undefined && !this.#isAny(values)) return { kind: 'object', fields, values }
    return { kind: 'object', fields }
  }

  /** Properties that are no data are left out: methods, brands, those named by a symbol. */
  #field(property: ts.Symbol): ShapeField[] {
    const { name, flags } = property
    if (name.startsWith('__') || /^_?brand$/i.test(name) || flags & notData) return []
    const shape = this.add(this.#checker.getTypeOfSymbol(property))
    if (this.#isAny(shape)) return []
    return [{ name, shape, ...(flags & ts.SymbolFlags.Optional ? { optional: true } : {}) }]
  }

  /** A union names null and undefined last. */
  #rank(index: number): number {
    const kind = this.shapes[index]?.kind
    return kind === 'null' ? 1 : kind === 'undefined' ? 2 : 0
  }

  #isAny(index: number): boolean {
    return this.shapes[index] === anything
  }
}

// So many types and no more: what comes after them is not checked.
const most = 400

const anything: ValueShape = { kind: 'any' }
/** A type whose shape is being made: it contains itself. */
const pending: ValueShape = { kind: 'any' }

const arrays = new Set(['Array', 'ReadonlyArray'])
const iterables = new Set(['Iterable', 'IterableIterator', 'Generator', 'IteratorObject', 'ArrayIterator'])
const bytes = new Set([
  ...[
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
  ],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'ArrayBuffer', 'DataView'],
])

const notData = ts.SymbolFlags.Method | ts.SymbolFlags.Accessor

function simpleShape(type: ts.Type): ValueShape | undefined {
  const { flags } = type
  const value = literalOf(type)
  if (value !== undefined) return { kind: 'literal', values: [value] }
  if (flags & ts.TypeFlags.StringLike && !type.isUnion()) return { kind: 'string' }
  // Flags are combined by arithmetic: every number belongs to a numeric enum.
  if (flags & ts.TypeFlags.NumberLike && !(type.isUnion() && !isNumericEnum(type))) return { kind: 'number' }
  if (flags & ts.TypeFlags.BigIntLike && !type.isUnion()) return { kind: 'bigint' }
  if (flags & ts.TypeFlags.Boolean) return { kind: 'boolean' }
  if (flags & ts.TypeFlags.Null) return { kind: 'null' }
  return flags & ts.TypeFlags.Undefined ? { kind: 'undefined' } : undefined
}

function isNumericEnum(type: ts.Type): boolean {
  return type.isUnion() && type.types.every(({ flags }) => (flags & ts.TypeFlags.NumberLike) !== 0)
}

function literalOf(type: ts.Type): string | number | boolean | undefined {
  if (type.isStringLiteral()) return type.value
  if (type.isNumberLiteral()) return type.flags & ts.TypeFlags.EnumLiteral ? undefined : type.value
  if (!(type.flags & ts.TypeFlags.BooleanLiteral)) return undefined
  return (type as ts.Type & { readonly intrinsicName?: string }).intrinsicName === 'true'
}

function valueOf(type: ts.Type): readonly (string | number | boolean)[] {
  const value = literalOf(type)
  return value === undefined ? [] : [value]
}

/** An object that is data by its properties or its index: no class, no function, nothing with methods. */
function isRecord(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (!(type.flags & ts.TypeFlags.Object)) return false
  if (builtinName(type) !== undefined || checker.isTupleType(type)) return false
  if (type.getSymbol()?.declarations?.some(ts.isClassLike)) return false
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return false
  const properties = checker.getPropertiesOfType(type)
  if (properties.length === 0 && !type.getStringIndexType()) return false
  return properties.every(({ flags }) => !(flags & notData))
}
