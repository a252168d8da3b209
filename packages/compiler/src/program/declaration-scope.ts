import { ts } from 'ts-morph'
import type { UserProgram } from './user-program.ts'

/** Where a name that a piece of code uses is declared, as seen from that code. */
export type Scope =
  /** Inside the piece itself. */
  | 'inside'
  /** At the top level of its module, imports included: linked. */
  | 'module'
  /** In a function or block around it: captured. */
  | 'enclosing'
  /** Nowhere in the user's files. */
  | 'global'

/** Tells where the declaration of a symbol stands, seen from a piece of code. */
export function scopeOf(symbol: ts.Symbol, piece: ts.Node, program: UserProgram): Scope {
  const declaration = declarationOf(symbol)
  if (!declaration) return 'global'
  const file = declaration.getSourceFile()
  if (!program.files.has(file.fileName)) return 'global'
  if (contains(piece, declaration)) return 'inside'
  return topLevelOf(declaration) ? 'module' : 'enclosing'
}

/** The declaration of a symbol that is a value, or an import. */
export function declarationOf(symbol: ts.Symbol): ts.Declaration | undefined {
  return symbol.valueDeclaration ?? symbol.declarations?.find((each) => !ts.isTypeAliasDeclaration(each))
}

/** The module-level statement that makes a declaration, or `undefined` when it stands in a function or block. */
export function topLevelOf(declaration: ts.Node): ts.Statement | undefined {
  let node: ts.Node = declaration
  while (!ts.isSourceFile(node.parent)) {
    const { parent } = node
    if (ts.isFunctionLike(parent) || ts.isClassLike(parent) || ts.isBlock(parent)) return undefined
    if (ts.isModuleBlock(parent) || ts.isCaseBlock(parent) || ts.isCatchClause(parent)) return undefined
    if (ts.isIterationStatement(parent, false) || ts.isFunctionLike(node)) return undefined
    node = parent
  }
  return ts.isStatement(node) && declares(node) ? node : undefined
}

/** True when a node is another, or stands inside it. */
export function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end
}

/** `if (x) var y = 1` is no declaration at the top level: its effect is the driver's. */
function declares(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isExportAssignment(statement)
  )
}
