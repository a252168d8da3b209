import { ts } from 'ts-morph'

/** What a piece of code takes from the function around it, other than variables. */
export interface Outside {
  /** `this`, `super`, `arguments` or `new.target`. */
  readonly receiver: ts.Node | undefined
  /** An `await` or `yield` that only works where the piece stands. */
  readonly suspension: ts.Node | undefined
}

/** Finds the uses of the surrounding function's `this` and of its ability to wait. */
export function outsideOf(piece: ts.Node): Outside {
  let receiver: ts.Node | undefined
  let suspension: ts.Node | undefined
  visit(piece, false, false)
  return { receiver, suspension }

  function visit(node: ts.Node, ownThis: boolean, ownFunction: boolean): void {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return
    if (!ownThis && takesReceiver(node)) receiver ??= node
    if (!ownFunction && (ts.isAwaitExpression(node) || ts.isYieldExpression(node))) suspension ??= node
    const inThis = ownThis || bindsThis(node)
    const inFunction = ownFunction || ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)
    ts.forEachChild(node, (child) => visit(child, inThis, inFunction))
  }
}

function takesReceiver(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) return true
  if (ts.isMetaProperty(node)) return node.keywordToken === ts.SyntaxKind.NewKeyword
  if (!ts.isIdentifier(node) || node.text !== 'arguments') return false
  return !ts.isPropertyAccessExpression(node.parent) || node.parent.expression === node
}

function bindsThis(node: ts.Node): boolean {
  return (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) || ts.isClassLike(node)
}
