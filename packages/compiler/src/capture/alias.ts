import { ts } from 'ts-morph'
import { declarationOf } from '../program/declaration-scope.ts'
import { symbolOf } from '../program/references.ts'
import { rootOf } from './assigned.ts'

/** The variable whose object a variable holds, or a part of it: `a` for `b` after `const b = a.items`. */
export function aliasRoot(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  const declaration = variableOf(declarationOf(symbol))
  if (!declaration?.initializer) return symbol
  const isObject = (checker.getTypeOfSymbol(symbol).flags & ts.TypeFlags.Object) !== 0
  const name = isObject ? rootOf(declaration.initializer) : undefined
  const behind = name && symbolOf(name, checker)
  return behind && isBefore(behind, declaration) ? aliasRoot(behind, checker) : symbol
}

/** `const { a } = x` declares `a` in the variable declaration of the pattern. */
function variableOf(declaration: ts.Declaration | undefined): ts.VariableDeclaration | undefined {
  if (declaration && ts.isBindingElement(declaration)) return variableOf(declaration.parent.parent)
  return declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined
}

/** A variable of the same file that was declared earlier; so no chain of aliases has an end in itself. */
function isBefore(symbol: ts.Symbol, declaration: ts.Declaration): boolean {
  const other = declarationOf(symbol)
  return other?.getSourceFile() === declaration.getSourceFile() && other.pos < declaration.pos
}
