import { ts } from 'ts-morph'

/** Calls back for every identifier below a node that refers to a value, in source order; types are skipped. */
export function eachReference(
  root: ts.Node,
  checker: ts.TypeChecker,
  found: (name: ts.Identifier, symbol: ts.Symbol) => void,
): void {
  visit(root)

  function visit(node: ts.Node): void {
    if (isErased(node)) return
    if (ts.isIdentifier(node)) {
      const symbol = isReference(node) ? symbolOf(node, checker) : undefined
      if (symbol) found(node, symbol)
      return
    }
    ts.forEachChild(node, visit)
  }
}

/** The variable that an identifier names; of a shorthand property, the variable and not the property. */
export function symbolOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = name
  return ts.isShorthandPropertyAssignment(parent) && parent.name === name
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(name)
}

/** True for syntax that leaves nothing at run time. */
export function isErased(node: ts.Node): boolean {
  if (ts.isExpressionWithTypeArguments(node)) return false
  if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return true
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword
  return isAmbient(node)
}

function isAmbient(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true
  )
}

function isReference(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isShorthandPropertyAssignment(parent)) return true
  if (ts.isBindingElement(parent)) return parent.initializer === name
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false
  if (ts.isExportSpecifier(parent)) return false
  return !('name' in parent && parent.name === name)
}
