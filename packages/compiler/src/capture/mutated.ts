import { ts } from 'ts-morph'
import { eachAssigned, rootOf } from './assigned.ts'

/** A change that code makes: a variable gets another value, or the object in a variable changes. */
export interface Change {
  readonly kind: 'assigns' | 'mutates'
  /** The variable, as it is named at this place. */
  readonly name: ts.Identifier
  /** The whole of what is assigned or called. */
  readonly at: ts.Node
}

/** Calls back for every change of a named variable, or of what it holds, below a node. */
export function eachChange(root: ts.Node, checker: ts.TypeChecker, found: (change: Change) => void): void {
  eachAssigned(root, (target) => {
    const name = rootOf(target)
    if (name) found({ kind: name === target ? 'assigns' : 'mutates', name, at: target })
  })
  visit(root)

  function visit(node: ts.Node): void {
    const mutated = ts.isCallExpression(node) ? mutatedBy(node, checker) : undefined
    const name = mutated && rootOf(mutated)
    if (name) found({ kind: 'mutates', name, at: node })
    ts.forEachChild(node, visit)
  }
}

/** The object that a call of `push`, `set`, `Object.assign` and their like changes. */
function mutatedBy(call: ts.CallExpression, checker: ts.TypeChecker): ts.Expression | undefined {
  const { expression } = call
  if (!ts.isPropertyAccessExpression(expression)) return undefined
  const method = expression.name.text
  if (ts.isIdentifier(expression.expression) && expression.expression.text === 'Object') {
    return objectMutators.has(method) ? call.arguments[0] : undefined
  }
  return mutators.has(method) && isBuiltin(expression, checker) ? expression.expression : undefined
}

const objectMutators = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf'])

const mutators = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin set add delete clear setDate setTime'.split(
    ' ',
  ),
)

/** A user's own `add` may change nothing; the ones of the language's collections do. */
function isBuiltin(access: ts.PropertyAccessExpression, checker: ts.TypeChecker): boolean {
  const declaration = checker.getSymbolAtLocation(access.name)?.declarations?.[0]
  return declaration !== undefined && /\/lib\.[^/]*\.d\.ts$/.test(declaration.getSourceFile().fileName)
}
