import { ts } from 'ts-morph'
import { signaturesOf } from '../capture/function-type.ts'

/** What an operator wants of a function that is its argument: of `map<Point>(…)`, a function that gives a Point. */
export function askedSignature(node: ts.Node, checker: ts.TypeChecker): ts.Signature | undefined {
  const call = node.parent
  if (!ts.isCallExpression(call)) return undefined
  const index = call.arguments.findIndex((each) => each === node)
  const parameter = checker.getResolvedSignature(call)?.getParameters()[index]
  const [asked] = parameter ? signaturesOf(checker.getTypeOfSymbolAtLocation(parameter, call), checker) : []
  return asked
}
