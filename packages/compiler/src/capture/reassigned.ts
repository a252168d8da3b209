import { ts } from 'ts-morph'
import { declarationOf } from '../program/declaration-scope.ts'
import { symbolOf } from '../program/references.ts'
import { eachAssigned } from './assigned.ts'

/** True when a variable gets another value after its declaration. */
export function isReassigned(declaration: ts.Declaration, checker: ts.TypeChecker): boolean {
  let found = false
  eachAssigned(scopeAround(declaration), (target) => {
    const symbol = ts.isIdentifier(target) ? symbolOf(target, checker) : undefined
    if (symbol && declarationOf(symbol) === declaration) found = true
  })
  return found
}

/** The function or module in which a declaration stands. */
export function scopeAround(declaration: ts.Node): ts.Node {
  let node = declaration.parent
  while (!ts.isFunctionLike(node) && !ts.isSourceFile(node)) node = node.parent
  return node
}
