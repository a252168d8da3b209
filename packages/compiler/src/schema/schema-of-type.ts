import type { Field, Schema } from '@atomic-ts/core/internal'
import { ts } from 'ts-morph'
import { builtinName } from './builtin-name.ts'

/** The element schema of a TypeScript type; what has no columnar form, or contains itself, is `any`. */
export function schemaOfType(type: ts.Type, checker: ts.TypeChecker): Schema {
  return derive(type, [])

  function derive(given: ts.Type, above: readonly ts.Type[]): Schema {
    if (above.includes(given) || above.length > 12) return anything
    const { flags } = given
    if (flags & empty) return { kind: 'null' }
    if (flags & ts.TypeFlags.StringLike) return { kind: 'utf8' }
    if (flags & ts.TypeFlags.NumberLike && !given.isUnion()) return { kind: 'float64' }
    if (flags & ts.TypeFlags.BigIntLike) return { kind: 'int64' }
    if (flags & ts.TypeFlags.BooleanLike) return { kind: 'bool' }
    if (flags & ts.TypeFlags.TypeParameter) return ofConstraint(given, above)
    if (given.isUnion()) return ofUnion(given.types, above)
    return flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)
      ? ofObject(given, [...above, given])
      : anything
  }

  function ofConstraint(given: ts.Type, above: readonly ts.Type[]): Schema {
    const constraint = checker.getBaseConstraintOfType(given)
    return constraint && constraint !== given ? derive(constraint, [...above, given]) : anything
  }

  /** `'a' | 'b'` is a string; `T | null` is nullable; `string | number` has no column. */
  function ofUnion(parts: readonly ts.Type[], above: readonly ts.Type[]): Schema {
    const present = parts.filter((part) => !(part.flags & empty))
    const schemas = present.map((part) => derive(part, above))
    const [first = anything] = schemas
    const isUniform = schemas.every((each) => JSON.stringify(each) === JSON.stringify(first))
    const of = isUniform ? first : anything
    return present.length === parts.length || of.kind === 'any' ? of : nullable(of)
  }

  function ofObject(given: ts.Type, above: readonly ts.Type[]): Schema {
    if (checker.isTupleType(given)) return ofTuple(given, above)
    const builtin = builtinName(given)
    if (builtin === 'Date') return { kind: 'timestamp' }
    if (builtin === 'Uint8Array' || builtin === 'Buffer') return { kind: 'binary' }
    if (builtin !== undefined) return sequences.has(builtin) ? ofSequence(given, above) : anything
    return isRecord(given, checker) ? ofStruct(given, above) : anything
  }

  function ofTuple(given: ts.Type, above: readonly ts.Type[]): Schema {
    const { target } = given as ts.TupleTypeReference
    const isFixed = target.elementFlags.every((flag) => flag === ts.ElementFlags.Required)
    const elements = checker.getTypeArguments(given as ts.TypeReference)
    return isFixed ? { kind: 'tuple', slots: elements.map((each) => derive(each, above)) } : anything
  }

  function ofSequence(given: ts.Type, above: readonly ts.Type[]): Schema {
    const [element] = checker.getTypeArguments(given as ts.TypeReference)
    return element ? { kind: 'list', of: derive(element, above) } : anything
  }

  function ofStruct(given: ts.Type, above: readonly ts.Type[]): Schema {
    return {
      kind: 'struct',
      fields: checker.getPropertiesOfType(given).map((each) => ofProperty(each, above)),
    }
  }

  function ofProperty(property: ts.Symbol, above: readonly ts.Type[]): Field {
    const schema = derive(checker.getTypeOfSymbol(property), above)
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0
    return isOptional
      ? { name: property.name, schema: nullable(schema), optional: true }
      : { name: property.name, schema }
  }
}

const anything: Schema = { kind: 'any' }

const empty = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void

const sequences = new Set(['Array', 'ReadonlyArray', 'Iterable', 'IterableIterator', 'Generator', 'Iterator'])

function nullable(of: Schema): Schema {
  return of.kind === 'nullable' || of.kind === 'any' || of.kind === 'null' ? of : { kind: 'nullable', of }
}

/** A plain object with named properties: no class, no index, no methods. */
function isRecord(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.getSymbol()?.declarations?.some(ts.isClassLike)) return false
  if (type.getStringIndexType() || type.getNumberIndexType()) return false
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return false
  const properties = checker.getPropertiesOfType(type)
  const methods = ts.SymbolFlags.Method | ts.SymbolFlags.Accessor
  return properties.length > 0 && properties.every(({ flags }) => !(flags & methods))
}
