import { ts } from 'ts-morph'
import { bare } from '../capture/function-type.ts'

/** The expressions that one may stand for: both sides of `a ? f : g` and `f ?? g`. The choice is the driver's. */
export function branches(node: ts.Expression): readonly ts.Expression[] {
  const at = bare(node)
  if (ts.isConditionalExpression(at)) return [at.whenTrue, at.whenFalse].flatMap(branches)
  if (!ts.isBinaryExpression(at)) return isNothing(at) ? [] : [node]
  switch (at.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return [at.left, at.right].flatMap(branches)
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
      return branches(at.right)
    default:
      return [node]
  }
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined')
}
