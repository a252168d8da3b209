import { ts } from 'ts-morph'
import { bare, isFunctionType } from '../capture/function-type.ts'
import { declarationOf } from '../program/declaration-scope.ts'
import { symbolOf } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { branches } from './branches.ts'
import { hasTag, isClassOrInterface, isTagged } from './doc-tags.ts'
import type { Site } from './site.ts'

/** Every function given to a method that says `@operators` in its doc comment, or in its class's, in source order. */
export function operatorSites({ files, checker }: UserProgram): readonly Site[] {
  const sites: Site[] = []
  for (const file of files.values()) visit(file)
  return sites

  function visit(node: ts.Node): void {
    if (ts.isCallExpression(node)) {
      const operator = operatorOf(node, checker)
      if (operator !== undefined) sites.push(...argumentSites(node, operator, checker))
    }
    ts.forEachChild(node, visit)
  }
}

/** The sites among the arguments of a call: functions, and functions in an options object. */
function argumentSites(call: ts.CallExpression, operator: string, checker: ts.TypeChecker): readonly Site[] {
  return call.arguments.flatMap((argument): readonly Site[] => {
    if (staysInDriver(argument, checker)) return []
    const options = literalOf(argument, checker)
    if (options) {
      const isHeld = options !== argument
      return propertySites(options, operator, checker).map((site) => ({ ...site, isHeld }))
    }
    if (!takesFunction(argument, checker)) return []
    return branches(argument).map((node) => ({ node, operator, via: undefined }))
  })
}

/** True where the parameter's type says `@inDriver`: what it holds is called in the driver, and is no task. */
function staysInDriver(argument: ts.Expression, checker: ts.TypeChecker): boolean {
  const expected = checker.getContextualType(argument)
  if (!expected) return false
  const type = checker.getNonNullableType(expected)
  const isTaggedAlias = type.aliasSymbol?.declarations?.some((each) => hasTag(each, 'inDriver')) ?? false
  return isTaggedAlias || isTagged(type, 'inDriver', checker)
}

/** The object literal that an argument is, or that the variable has which it names. */
function literalOf(argument: ts.Expression, checker: ts.TypeChecker): ts.ObjectLiteralExpression | undefined {
  const at = bare(argument)
  if (ts.isObjectLiteralExpression(at)) return at
  const symbol = ts.isIdentifier(at) ? symbolOf(at, checker) : undefined
  const declaration = symbol && declarationOf(symbol)
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined
  const initializer = bare(declaration.initializer)
  return ts.isObjectLiteralExpression(initializer) ? initializer : undefined
}

function propertySites(
  options: ts.ObjectLiteralExpression,
  operator: string,
  checker: ts.TypeChecker,
): Site[] {
  return options.properties.flatMap((property): Site[] => {
    const name = property.name && ts.isIdentifier(property.name) ? property.name.text : undefined
    if (name === undefined) return []
    const at = { operator: `${operator}.${name}`, via: undefined }
    if (ts.isMethodDeclaration(property)) return [{ node: property, ...at }]
    const value = ts.isPropertyAssignment(property) ? property.initializer : property.name
    if (!value || !ts.isExpression(value)) return []
    const type = ts.isShorthandPropertyAssignment(property) ? shorthandType(property, checker) : undefined
    const isFunction = type ? isFunctionType(type, checker) : takesFunction(value, checker)
    return isFunction ? branches(value).map((node) => ({ node, ...at })) : []
  })
}

function shorthandType(
  property: ts.ShorthandPropertyAssignment,
  checker: ts.TypeChecker,
): ts.Type | undefined {
  const symbol = checker.getShorthandAssignmentValueSymbol(property)
  return symbol && checker.getTypeOfSymbol(symbol)
}

/** True when the argument is a function, or is of unknown type where a function is expected. */
function takesFunction(argument: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(argument)
  if (isFunctionType(type, checker)) return true
  const expected = type.flags & ts.TypeFlags.Any ? checker.getContextualType(argument) : undefined
  return expected !== undefined && isFunctionType(expected, checker)
}

/** The name of the operator that a call calls. */
function operatorOf(call: ts.CallExpression, checker: ts.TypeChecker): string | undefined {
  const callee = bare(call.expression)
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name
    : ts.isElementAccessExpression(callee)
      ? callee.argumentExpression
      : undefined
  if (!name || call.arguments.length === 0) return undefined
  const symbol = checker.getSymbolAtLocation(name)
  const isOperator = symbol?.declarations?.some(
    (each) =>
      hasTag(each, 'operators') || (isClassOrInterface(each.parent) && hasTag(each.parent, 'operators')),
  )
  return isOperator ? symbol?.name : undefined
}
