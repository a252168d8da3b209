import { ts } from 'ts-morph'
import { eachAssigned } from '../capture/assigned.ts'
import { bare } from '../capture/function-type.ts'
import { isReassigned } from '../capture/reassigned.ts'
import { declarationOf, topLevelOf } from '../program/declaration-scope.ts'
import { symbolOf } from '../program/references.ts'
import { branches } from './branches.ts'
import type { Site } from './site.ts'

/** Where a function comes from that code takes out of something else. */
export type Origin =
  /** Written here; `isHeld` when an object or a variable keeps it until it is used. */
  | { readonly kind: 'written'; readonly node: Site['node']; readonly isHeld: boolean }
  /** A parameter, or what is at a path inside of one. */
  | ({ readonly kind: 'slot' } & Slot)
  /** Nobody can tell before the program runs. */
  | { readonly kind: 'unknown'; readonly at: ts.Node }

/** A function that a parameter holds: `f` itself, or `options.by`. */
export interface Slot {
  readonly parameter: ts.ParameterDeclaration
  readonly path: readonly string[]
}

/**
 * The origins of a function that is named by a parameter, by a property of a local object, or by `this`; `undefined`
 * when the expression is code that says itself what it does.
 */
export function heldOrigins(node: ts.Node, checker: ts.TypeChecker): readonly Origin[] | undefined {
  const at = ts.isExpression(node) ? bare(node) : node
  const found = ts.isIdentifier(at)
    ? ofName(at, [], checker)
    : ts.isPropertyAccessExpression(at)
      ? ofAccess(at)
      : undefined
  return found?.some(({ kind }) => kind === 'unknown') ? undefined : found

  function ofAccess(access: ts.PropertyAccessExpression): readonly Origin[] | undefined {
    return isLocal(access.expression, checker) ? originsOf(access, [], checker) : undefined
  }
}

/** The origins of what is at a path inside the value of an expression. */
export function originsOf(
  node: ts.Expression,
  path: readonly string[],
  checker: ts.TypeChecker,
): readonly Origin[] {
  return branches(node).flatMap((branch) => ofBranch(branch, path, checker))
}

function ofBranch(node: ts.Expression, path: readonly string[], checker: ts.TypeChecker): readonly Origin[] {
  const at = thawed(bare(node))
  if (ts.isObjectLiteralExpression(at) && path.length > 0) return ofLiteral(at, path, checker)
  if (at.kind === ts.SyntaxKind.ThisKeyword && path.length > 0) return ofThis(at, path, checker)
  if (ts.isPropertyAccessExpression(at) && isLocal(at.expression, checker)) {
    return originsOf(at.expression, [at.name.text, ...path], checker)
  }
  const found = ts.isIdentifier(at) ? ofName(at, path, checker) : undefined
  if (found) return found
  return path.length === 0 ? [{ kind: 'written', node, isHeld: false }] : [{ kind: 'unknown', at: node }]
}

/** `Object.freeze(x)` is `x`. */
function thawed(node: ts.Expression): ts.Expression {
  const [argument] = ts.isCallExpression(node) ? node.arguments : []
  const isFreeze = ts.isCallExpression(node) && node.expression.getText() === 'Object.freeze'
  return isFreeze && argument ? bare(argument) : node
}

function ofName(
  name: ts.Identifier,
  path: readonly string[],
  checker: ts.TypeChecker,
): readonly Origin[] | undefined {
  const symbol = symbolOf(name, checker)
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const declaration = target && declarationOf(target)
  return declaration && !isReassigned(declaration, checker)
    ? ofDeclaration(declaration, path, checker)
    : undefined
}

/** The origins of a variable; `undefined` when its initialiser is code that says itself what it does. */
function ofDeclaration(
  declaration: ts.Declaration,
  path: readonly string[],
  checker: ts.TypeChecker,
): readonly Origin[] | undefined {
  if (ts.isParameter(declaration)) {
    return declaration.dotDotDotToken && path.length > 0
      ? [{ kind: 'unknown', at: declaration }]
      : [{ kind: 'slot', parameter: declaration, path }]
  }
  if (ts.isBindingElement(declaration)) return ofElement(declaration, path, checker)
  if (!ts.isVariableDeclaration(declaration)) return undefined
  const list = loopList(declaration, checker)
  if (list) return list.elements.flatMap((each) => originsOf(each, path, checker)).map(held)
  if (!declaration.initializer) return undefined
  const initializer = bare(declaration.initializer)
  const isTaken = ts.isPropertyAccessExpression(initializer) && isLocal(initializer.expression, checker)
  if (path.length === 0 && !isTaken) return undefined
  return originsOf(initializer, path, checker).map(held)
}

/** The array literal over which `for (const f of list)` goes. */
function loopList(
  { parent }: ts.VariableDeclaration,
  checker: ts.TypeChecker,
): ts.ArrayLiteralExpression | undefined {
  if (!ts.isForOfStatement(parent.parent)) return undefined
  const at = bare(parent.parent.expression)
  const symbol = ts.isIdentifier(at) ? symbolOf(at, checker) : undefined
  const declaration = symbol && declarationOf(symbol)
  const isKept = declaration && ts.isVariableDeclaration(declaration) && !isReassigned(declaration, checker)
  const list = isKept && declaration.initializer ? bare(declaration.initializer) : at
  const isPlain = ts.isArrayLiteralExpression(list) && !list.elements.some(ts.isSpreadElement)
  return isPlain ? list : undefined
}

/** `{ by }`, `{ by: f }` and `{ by = (n) => n }` of a parameter or a variable. */
function ofElement(
  element: ts.BindingElement,
  path: readonly string[],
  checker: ts.TypeChecker,
): readonly Origin[] | undefined {
  const key = element.propertyName ?? element.name
  const isPlain = ts.isObjectBindingPattern(element.parent) && !element.dotDotDotToken && ts.isIdentifier(key)
  if (!isPlain) return undefined
  const holder = element.parent.parent
  const inner = [key.text, ...path]
  const outer =
    ts.isVariableDeclaration(holder) && holder.initializer
      ? originsOf(holder.initializer, inner, checker).map(held)
      : ofDeclaration(holder, inner, checker)
  const missing = element.initializer ? originsOf(element.initializer, path, checker) : []
  return outer && [...outer, ...missing]
}

/** What the class around it keeps in a property of `this`. */
function ofThis(
  at: ts.Expression,
  [name = '', ...rest]: readonly string[],
  checker: ts.TypeChecker,
): readonly Origin[] {
  // By the name as it is written: a private one has another name inside of the checker.
  const properties = checker.getPropertiesOfType(checker.getTypeAtLocation(at))
  const declaration = properties.find((each) => each.name === name)?.valueDeclaration
  if (declaration && ts.isParameter(declaration))
    return [{ kind: 'slot', parameter: declaration, path: rest }]
  const values = declaration && ts.isPropertyDeclaration(declaration) ? valuesOf(declaration, checker) : []
  return values.length === 0
    ? [{ kind: 'unknown', at }]
    : values.flatMap((value) => originsOf(value, rest, checker)).map(held)
}

/** Everything that a class gives one of its properties. */
function valuesOf(property: ts.PropertyDeclaration, checker: ts.TypeChecker): readonly ts.Expression[] {
  const values = property.initializer ? [property.initializer] : []
  eachAssigned(property.parent, (target) => {
    const isIt =
      ts.isPropertyAccessExpression(target) &&
      checker.getSymbolAtLocation(target.name) === checker.getSymbolAtLocation(property.name)
    if (isIt && ts.isBinaryExpression(target.parent)) values.push(target.parent.right)
  })
  return values
}

function ofLiteral(
  literal: ts.ObjectLiteralExpression,
  [name = '', ...rest]: readonly string[],
  checker: ts.TypeChecker,
): readonly Origin[] {
  const found: Origin[] = []
  for (const property of literal.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      found.push(...originsOf(property.expression, [name, ...rest], checker))
    } else if (property.name && ts.isIdentifier(property.name) && property.name.text === name) {
      return [...found, ...ofMember(property, rest, checker)]
    }
  }
  return found
}

function ofMember(
  property: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  path: readonly string[],
  checker: ts.TypeChecker,
): readonly Origin[] {
  if (ts.isPropertyAssignment(property)) return originsOf(property.initializer, path, checker)
  if (ts.isShorthandPropertyAssignment(property)) return ofBranch(property.name, path, checker)
  const isFunction = ts.isMethodDeclaration(property) && path.length === 0
  return [isFunction ? { kind: 'written', node: property, isHeld: false } : { kind: 'unknown', at: property }]
}

/** True for `this` and for what starts with a variable of a function: what a task cannot link. */
function isLocal(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const at = bare(node)
  if (at.kind === ts.SyntaxKind.ThisKeyword) return true
  if (ts.isPropertyAccessExpression(at)) return isLocal(at.expression, checker)
  const symbol = ts.isIdentifier(at) ? symbolOf(at, checker) : undefined
  const declaration = symbol && declarationOf(symbol)
  const isVariable =
    declaration !== undefined &&
    (ts.isParameter(declaration) || ts.isBindingElement(declaration) || ts.isVariableDeclaration(declaration))
  return isVariable && topLevelOf(declaration) === undefined
}

function held(origin: Origin): Origin {
  return origin.kind === 'written' ? { ...origin, isHeld: true } : origin
}
