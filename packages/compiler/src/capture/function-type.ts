import { ts } from 'ts-morph'

/** True when a value of the type, `null` and `undefined` aside, is a function that can be called. */
export function isFunctionType(type: ts.Type, checker: ts.TypeChecker): boolean {
  return signaturesOf(type, checker).length > 0
}

/** The call signatures of a type, through optional types, unions and constraints of type parameters. */
export function signaturesOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Signature[] {
  const known = checker.getNonNullableType(type)
  const shape = known.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(known) : known
  if (!shape || shape.flags & ts.TypeFlags.Any) return []
  if (shape.isUnion()) return shape.types.flatMap((each) => [...signaturesOf(each, checker)])
  return checker.getSignaturesOfType(shape, ts.SignatureKind.Call)
}

/** An expression without the parentheses and type assertions around it. */
export function bare(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return bare(node.expression)
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return bare(node.expression)
  return ts.isTypeAssertionExpression(node) ? bare(node.expression) : node
}
