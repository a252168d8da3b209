import type { ErrorCode } from '@atomic-ts/core/internal'
import { ts } from 'ts-morph'
import { baseTypes, isTagged } from '../discover/doc-tags.ts'
import { isFunctionType } from './function-type.ts'

/** Why a value of some type cannot be sent to a worker. */
export interface Refusal {
  readonly code: ErrorCode
  /** What the value is, as the end of a sentence: `a Context`. */
  readonly is: string
  /** Where inside the value: `.socket` or nothing. */
  readonly path: string
}

/** Says why values of a type cannot travel; `undefined` when they can, or when only the run-time check can know. */
export function refusalOf(type: ts.Type, checker: ts.TypeChecker): Refusal | undefined {
  return inspect(type, '', new Set())

  function inspect(given: ts.Type, path: string, above: ReadonlySet<ts.Type>): Refusal | undefined {
    if (given.flags & ts.TypeFlags.ESSymbolLike) return { code: 'ATOMIC1007', is: 'a symbol', path }
    if (given.flags & ts.TypeFlags.TypeParameter) {
      const constraint = checker.getBaseConstraintOfType(given)
      return constraint && constraint !== given ? inspect(constraint, path, above) : undefined
    }
    if (given.isUnionOrIntersection()) {
      return firstOf(given.types, (each) => inspect(each, path, above)) ?? undefined
    }
    if (!(given.flags & ts.TypeFlags.Object) || above.has(given) || above.size > 8) return undefined
    return inspectObject(given, path, new Set([...above, given]))
  }

  function inspectObject(given: ts.Type, path: string, above: ReadonlySet<ts.Type>): Refusal | undefined {
    // A handle that travels as a reference: an accumulator, a broadcast.
    if (isTagged(given, 'shared', checker)) return undefined
    if (isTagged(given, 'driverOnly', checker)) return { code: 'ATOMIC1002', is: `a ${nameOf(given)}`, path }
    if (isTagged(given, 'operators', checker)) return { code: 'ATOMIC1003', is: `an ${nameOf(given)}`, path }
    if (isFunctionType(given, checker)) return { code: 'ATOMIC1006', is: 'a function', path }
    if (given.getConstructSignatures().length > 0) return { code: 'ATOMIC1006', is: 'a class', path }
    const builtin = builtinName(given, checker)
    if (builtin !== undefined) {
      if (!travels.has(builtin)) return foreign(given, path)
      return firstOf(typeArguments(given, checker), (each) => inspect(each, `${path}[…]`, above))
    }
    if (isForeign(given)) return foreign(given, path)
    return inspectProperties(given, path, above)
  }

  function inspectProperties(given: ts.Type, path: string, above: ReadonlySet<ts.Type>): Refusal | undefined {
    const isInstance = given.getSymbol()?.declarations?.some(ts.isClassLike) === true
    const elements = [given.getStringIndexType(), given.getNumberIndexType()].filter(
      (each) => each !== undefined,
    )
    return (
      firstOf(checker.getPropertiesOfType(given), (property) => {
        if (isBehaviour(property)) {
          const named = given.getSymbol()?.flags ?? 0
          const isObjectLiteral =
            !isInstance && (named & (ts.SymbolFlags.ObjectLiteral | ts.SymbolFlags.TypeLiteral)) !== 0
          return isObjectLiteral
            ? { code: 'ATOMIC1006', is: behaviourOf(property), path: `${path}.${property.name}` }
            : { code: 'ATOMIC1005', is: `an instance of ${nameOf(given)}, which has methods`, path }
        }
        return inspect(checker.getTypeOfSymbol(property), `${path}.${property.name}`, above)
      }) ?? firstOf(elements, (each) => inspect(each, `${path}[…]`, above))
    )
  }

  function foreign(given: ts.Type, path: string): Refusal {
    return { code: 'ATOMIC1007', is: article(checker.typeToString(given)), path }
  }
}

/** What the payload codec carries, beside plain objects. */
const travels = new Set([
  ...[
    'Array',
    'ReadonlyArray',
    'Map',
    'ReadonlyMap',
    'Set',
    'ReadonlySet',
    'Date',
    'RegExp',
    'RegExpMatchArray',
  ],
  ...[
    'RegExpExecArray',
    'ArrayBuffer',
    'SharedArrayBuffer',
    'DataView',
    'Object',
    'String',
    'Number',
    'Boolean',
  ],
  ...[
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
  ],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'Buffer'],
  ...[
    'Error',
    'TypeError',
    'RangeError',
    'SyntaxError',
    'EvalError',
    'ReferenceError',
    'URIError',
    'AggregateError',
  ],
])

/** Helper types of the language that only describe a plain object: `Record<string, number>`. */
function builtinName(type: ts.Type, checker: ts.TypeChecker): string | undefined {
  if (checker.isTupleType(type)) return 'Array'
  const symbol = type.getSymbol()
  const isNamed =
    symbol !== undefined && (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0
  if (isNamed && isDeclaredIn(symbol, /\/lib\.[^/]*\.d\.ts$/)) return symbol.name
  if (isNamed && symbol.name === 'Buffer') return 'Buffer'
  const isClass = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Class) !== 0
  // An instance of a user's `class Failure extends Error {}` travels as the error it is.
  const base = isClass ? baseTypes(type, checker)?.[0] : undefined
  return base?.getSymbol()?.name.endsWith('Error') ? builtinName(base, checker) : undefined
}

/** Sockets, streams, files: the objects of Node's own API. */
function isForeign(type: ts.Type): boolean {
  const symbol = type.getSymbol()
  if (!symbol || !(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) return false
  return isDeclaredIn(symbol, /\/@types\/node\//) && hasBehaviour(type)
}

function hasBehaviour(type: ts.Type): boolean {
  return type.getProperties().some(isBehaviour)
}

function isBehaviour(property: ts.Symbol): boolean {
  return (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) !== 0
}

function behaviourOf(property: ts.Symbol): string {
  return property.flags & ts.SymbolFlags.Accessor ? 'a getter' : 'a function'
}

function isDeclaredIn(symbol: ts.Symbol, file: RegExp): boolean {
  return symbol.declarations?.some((each) => file.test(each.getSourceFile().fileName)) === true
}

function typeArguments(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const isReference = (type.flags & ts.TypeFlags.Object) !== 0 && 'target' in type
  if (!isReference) return []
  const own = checker.getTypeArguments(type as ts.TypeReference)
  const target = (type as ts.TypeReference).target
  // The last argument of a generic interface is its `this`; of a tuple, all are elements.
  return checker.isTupleType(type) ? own : own.slice(0, target.typeParameters?.length ?? 0)
}

function nameOf(type: ts.Type): string {
  return type.getSymbol()?.name ?? 'object'
}

function article(name: string): string {
  return `${/^(?!U[A-Z])[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`
}

function firstOf<A, B>(values: readonly A[], f: (value: A) => B | undefined): B | undefined {
  for (const value of values) {
    const found = f(value)
    if (found !== undefined) return found
  }
  return undefined
}
