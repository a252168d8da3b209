import { ts } from 'ts-morph'
import { bare } from './function-type.ts'

/** Calls back for every place below a node that is assigned to: `x`, `a.b`, each part of a destructuring. */
export function eachAssigned(root: ts.Node, found: (target: ts.Expression) => void): void {
  visit(root)

  function visit(node: ts.Node): void {
    const target = assignedBy(node)
    if (target) eachLeaf(target, found)
    ts.forEachChild(node, visit)
  }
}

/** The variable at the start of `a`, `a.b`, `a[0].b`. */
export function rootOf(target: ts.Expression): ts.Identifier | undefined {
  const at = bare(target)
  if (ts.isIdentifier(at)) return at
  if (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) return rootOf(at.expression)
  return undefined
}

function assignedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) return assigns(node.operatorToken.kind) ? node.left : undefined
  if (ts.isPostfixUnaryExpression(node)) return node.operand
  if (ts.isPrefixUnaryExpression(node)) return counts(node.operator) ? node.operand : undefined
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    return ts.isVariableDeclarationList(node.initializer) ? undefined : node.initializer
  }
  return ts.isDeleteExpression(node) ? node.expression : undefined
}

function assigns(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment
}

function counts(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken
}

function eachLeaf(target: ts.Expression, found: (target: ts.Expression) => void): void {
  const at = bare(target)
  if (ts.isObjectLiteralExpression(at)) {
    for (const property of at.properties) {
      if (ts.isShorthandPropertyAssignment(property)) found(property.name)
      else if (ts.isPropertyAssignment(property)) eachLeaf(withoutDefault(property.initializer), found)
      else if (ts.isSpreadAssignment(property)) eachLeaf(property.expression, found)
    }
  } else if (ts.isArrayLiteralExpression(at)) {
    for (const element of at.elements) {
      if (ts.isSpreadElement(element)) eachLeaf(element.expression, found)
      else if (!ts.isOmittedExpression(element)) eachLeaf(withoutDefault(element), found)
    }
  } else {
    found(at)
  }
}

/** `[a = 1] = x` assigns to `a`. */
function withoutDefault(element: ts.Expression): ts.Expression {
  const isDefault = ts.isBinaryExpression(element) && element.operatorToken.kind === ts.SyntaxKind.EqualsToken
  return isDefault ? element.left : element
}
