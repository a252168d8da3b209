import { ts } from 'ts-morph'
import { declarationOf } from '../program/declaration-scope.ts'
import { heldOrigins } from '../discover/function-origin.ts'
import type { UserProgram } from '../program/user-program.ts'
import { isFunctionType } from './function-type.ts'
import type { LocalPiece } from './closure.ts'
import { outsideOf } from './own-this.ts'
import { isReassigned } from './reassigned.ts'

/** How a variable of an enclosing function goes along with a task. */
export type LocalRole =
  | { readonly kind: 'value' }
  | { readonly kind: 'task' }
  | ({ readonly kind: 'piece' } & Piece)

type Piece = Pick<LocalPiece, 'node' | 'code'>

/** Decides whether a local variable is sent by value, is a function parameter, or is code that goes inside the task. */
export function localRole(symbol: ts.Symbol, { program }: { readonly program: UserProgram }): LocalRole {
  const declaration = declarationOf(symbol)
  if (!declaration) return { kind: 'value' }
  if (
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration)
  ) {
    return { kind: 'piece', node: declaration, code: declaration }
  }
  const type = program.checker.getTypeOfSymbol(symbol)
  const isFunction = isFunctionType(type, program.checker)
  if (!isFunction && type.getConstructSignatures().length === 0) return { kind: 'value' }
  if (isReassigned(declaration, program.checker)) return { kind: 'value' }
  const name = ts.getNameOfDeclaration(declaration)
  if (isFunction && name && heldOrigins(name, program.checker)) return { kind: 'task' }
  const code = movable(declaration)
  return code && ts.isVariableDeclaration(declaration)
    ? { kind: 'piece', node: declaration, code }
    : { kind: 'value' }
}

/** The initialiser of `const f = …`, unless evaluating it again would mean something else. */
function movable(declaration: ts.Declaration): ts.Expression | undefined {
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined
  const { initializer } = declaration
  if (!initializer) return undefined
  const { suspension, receiver } = outsideOf(initializer)
  return suspension || receiver ? undefined : initializer
}
