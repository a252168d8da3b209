import { ts } from 'ts-morph'
import { aliasRoot } from '../capture/alias.ts'
import { eachChange, type Change } from '../capture/mutated.ts'
import { contains, declarationOf, topLevelOf } from '../program/declaration-scope.ts'
import { symbolOf } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import type { Linked } from './linked.ts'
import type { Linker } from './linker.ts'

/** A place where the program changes a variable of module level after it was made. */
export interface StateChange extends Change {
  readonly of: Linked
  /** The module-level declaration that the change stands in; `undefined` in a statement of the module itself. */
  readonly inside: Linked | undefined
}

/** Every change of module-level variables, class statics and the objects in them, outside of their initialisers. */
export function stateChanges(program: UserProgram, linker: Linker): readonly StateChange[] {
  const found: StateChange[] = []
  for (const file of program.files.values()) {
    for (const statement of file.statements) {
      if (ts.isImportDeclaration(statement) || ts.isInterfaceDeclaration(statement)) continue
      eachChange(statement, program.checker, (change) => take(change, statement))
    }
  }
  return found

  function take(change: Change, statement: ts.Statement): void {
    const named = symbolOf(change.name, program.checker)
    const symbol = named && change.kind === 'mutates' ? aliasRoot(named, program.checker) : named
    const target =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? program.checker.getAliasedSymbol(symbol) : symbol
    const declaration = target && declarationOf(target)
    if (!target || !declaration || !isModuleState(declaration)) return
    const of = linker.bound(target)
    const isOwn = of?.kind === 'declared' && of.nodes.some((node) => contains(node, change.at))
    if (of && !isOwn) found.push({ ...change, of, inside: declaredBy(change.at, statement, program, linker) })
  }

  function isModuleState(declaration: ts.Declaration): boolean {
    return program.files.has(declaration.getSourceFile().fileName) && topLevelOf(declaration) !== undefined
  }
}

/** The function, class or variable at module level whose code a place belongs to. */
export function declaredBy(
  at: ts.Node,
  statement: ts.Statement,
  { checker }: UserProgram,
  linker: Linker,
): Linked | undefined {
  const declaration = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.find((each) => contains(each, at))
    : statement
  const name = declaration && ts.getNameOfDeclaration(declaration as ts.Declaration)
  const symbol = name && ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined
  return symbol && linker.bound(symbol)
}
