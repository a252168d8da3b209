import { ts } from 'ts-morph'
import { bare } from '../capture/function-type.ts'
import type { Edge } from '../link/linked.ts'
import type { Linker } from '../link/linker.ts'
import { declarationOf, topLevelOf } from '../program/declaration-scope.ts'
import { symbolOf } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'

/** A function of a user's module that is known by name. */
export interface NamedFunction {
  /** `words` or `Geo.distance`. */
  readonly path: string
  readonly declaration: ts.Declaration
  readonly use: Edge
}

/** The module's function that an expression names, so that every use of it is one task. */
export function namedFunction(
  node: ts.Node,
  program: UserProgram,
  linker: Linker,
): NamedFunction | undefined {
  if (!ts.isExpression(node)) return undefined
  const name = bare(node)
  const { checker } = program
  if (ts.isIdentifier(name)) {
    const symbol = symbolOf(name, checker)
    return symbol && ofModule(resolved(symbol, checker), program, linker)
  }
  if (!ts.isPropertyAccessExpression(name) || !ts.isIdentifier(name.name)) return undefined
  const symbol = checker.getSymbolAtLocation(name.name)
  return symbol && ofModule(resolved(symbol, checker), program, linker)
}

/** The same for a symbol: a function, a constant, or a static method of a class, at the top level of a module. */
export function ofModule(symbol: ts.Symbol, program: UserProgram, linker: Linker): NamedFunction | undefined {
  const declaration = declarationOf(symbol)
  if (!declaration || !program.files.has(declaration.getSourceFile().fileName)) return undefined
  const isStatic = ts.isMethodDeclaration(declaration) && ts.isClassDeclaration(declaration.parent)
  const holder = isStatic ? declaration.parent : declaration
  if (!topLevelOf(holder) || !isNamed(holder)) return undefined
  if (isStatic && !isStaticMethod(declaration)) return undefined
  const owner = isStatic ? program.checker.getSymbolAtLocation(holder.name) : symbol
  const to = owner && linker.bound(owner)
  if (!to) return undefined
  const path = isStatic ? `${holder.name.text}.${symbol.name}` : holder.name.text
  return { path, declaration, use: { to, at: holder.name } }
}

function isNamed(declaration: ts.Node): declaration is (
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.VariableDeclaration
) & {
  name: ts.Identifier
} {
  const isKnown =
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isVariableDeclaration(declaration)
  return isKnown && declaration.name !== undefined && ts.isIdentifier(declaration.name)
}

/** True for `static name() {}`; an instance's method needs its instance. */
export function isStaticMethod(node: ts.Node): node is ts.MethodDeclaration {
  if (!ts.isMethodDeclaration(node) || !ts.isIdentifier(node.name)) return false
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true
}

function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}
