import { ts } from 'ts-morph'
import { declarationOf, scopeOf, topLevelOf } from '../program/declaration-scope.ts'
import { dynamicSpecifier } from '../program/module-specifiers.ts'
import { eachReference, isErased } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { ExportTable } from './export-table.ts'
import type { Edge, Linked } from './linked.ts'

/** Knows what every module-level thing of a program uses; computed when asked for, once. */
export class Linker {
  readonly #program: UserProgram
  readonly #exports: ExportTable
  // By declaration: an exported variable has one symbol inside its module and another outside.
  readonly #byDeclaration = new Map<ts.Declaration, Linked>()
  readonly #edges = new Map<Linked, readonly Edge[]>()

  constructor(program: UserProgram) {
    this.#program = program
    this.#exports = new ExportTable(program, (symbol) => this.bound(symbol))
  }

  /** What a linked thing uses, in source order. */
  edges(of: Linked): readonly Edge[] {
    const known = this.#edges.get(of)
    if (known) return known
    const edges = this.#find(of)
    this.#edges.set(of, edges)
    return edges
  }

  /** What a piece of code uses of module level: its own file's declarations and imports, and modules imported by a call. */
  uses(piece: ts.Node): readonly Edge[] {
    const found: Edge[] = []
    eachReference(piece, this.#program.checker, (name, symbol) => {
      if (scopeOf(symbol, piece, this.#program) === 'module') found.push(...this.#use(name, symbol))
    })
    if (piece.getText().includes('import(')) this.#dynamic(piece, found)
    return found
  }

  /** The module-level thing that a symbol of its own file stands for. */
  bound(symbol: ts.Symbol): Linked | undefined {
    const declaration = declarationOf(symbol)
    if (!declaration) return undefined
    const known = this.#byDeclaration.get(declaration)
    if (known) return known
    const made = bind(symbol, declaration)
    if (made) this.#byDeclaration.set(declaration, made)
    return made
  }

  #use(at: ts.Identifier, symbol: ts.Symbol): Edge[] {
    const to = this.bound(symbol)
    if (!to) return []
    // Of a namespace, only the properties that are named count.
    const member = to.kind === 'imported' && to.from === '*' ? memberName(at) : undefined
    if (to.kind !== 'imported' || member === undefined) return [{ to, at }]
    const parts = this.#exports.find(to.file, to.specifier, member).map((part) => ({ to: part, at }))
    return [{ to: this.#narrowed(to), at }, ...parts]
  }

  readonly #narrow = new Map<Linked, Linked>()

  /** The import of a namespace without the edges to all of its module. */
  #narrowed(to: Linked): Linked {
    const known = this.#narrow.get(to)
    if (known) return known
    const copy = { ...to }
    this.#narrow.set(to, copy)
    this.#edges.set(copy, [])
    return copy
  }

  #dynamic(piece: ts.Node, found: Edge[]): void {
    const visit = (node: ts.Node): void => {
      const specifier = dynamicSpecifier(node)
      if (specifier !== undefined) {
        for (const to of this.#exports.find(node.getSourceFile(), specifier, '*'))
          found.push({ to, at: node })
      }
      ts.forEachChild(node, visit)
    }
    visit(piece)
  }

  #find(of: Linked): readonly Edge[] {
    switch (of.kind) {
      case 'declared':
        return of.nodes.flatMap((node) => this.uses(node)).filter(({ to }) => to !== of)
      case 'imported':
        return this.#exports.find(of.file, of.specifier, of.from).map((to) => ({ to, at: of.file }))
      case 'exported':
        return this.#exports.behind(of).map((to) => ({ to, at: of.file }))
      case 'whole':
        return []
    }
  }
}

function bind(symbol: ts.Symbol, declaration: ts.Declaration): Linked | undefined {
  const file = declaration.getSourceFile()
  const name = symbol.name
  if (ts.isImportSpecifier(declaration)) {
    const from = (declaration.propertyName ?? declaration.name).text
    return imported(file, declaration.name.text, from, declaration.parent.parent.parent)
  }
  if (ts.isImportClause(declaration)) return imported(file, name, 'default', declaration.parent)
  if (ts.isNamespaceImport(declaration)) return imported(file, name, '*', declaration.parent.parent)
  const nodes = (symbol.declarations ?? []).filter(leavesCode).map(pieceOf)
  return nodes.length === 0
    ? undefined
    : { kind: 'declared', file, name: declaredName(declaration, name), nodes }
}

function imported(file: ts.SourceFile, name: string, from: string, statement: ts.Node): Linked | undefined {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined
  return { kind: 'imported', file, name, from, specifier: statement.moduleSpecifier.text }
}

function leavesCode(declaration: ts.Declaration): boolean {
  const statement = topLevelOf(declaration)
  return statement !== undefined && !isErased(declaration) && !isErased(statement)
}

/** `const { a, b } = x` is one piece for both of its names. */
function pieceOf(declaration: ts.Declaration): ts.Node {
  let node: ts.Node = declaration
  while (ts.isBindingElement(node) || isPattern(node)) node = node.parent
  return ts.isVariableDeclaration(node) ? node : (topLevelOf(declaration) ?? node)
}

function isPattern(node: ts.Node): boolean {
  return ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)
}

function declaredName(declaration: ts.Declaration, name: string): string {
  const own = ts.getNameOfDeclaration(declaration)
  return own && ts.isIdentifier(own) ? own.text : name
}

function memberName(name: ts.Identifier): string | undefined {
  const { parent } = name
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== name) return undefined
  return parent.name.text
}
