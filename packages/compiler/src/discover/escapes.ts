import { ts } from 'ts-morph'

/** The symbol by which a program names a function; a constructor is named by nobody. */
export function ownerSymbol(owner: ts.SignatureDeclaration, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isConstructorDeclaration(owner)) return undefined
  const holder = ts.isArrowFunction(owner) || ts.isFunctionExpression(owner) ? owner.parent : owner
  const name = ts.getNameOfDeclaration(ts.isVariableDeclaration(holder) ? holder : owner)
  return name && checker.getSymbolAtLocation(name)
}

/** True where a function's name is used for something else than a call. */
export function isEscape(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isExportSpecifier(parent)) return false
  if (ts.isExportAssignment(parent) || ts.isTypeQueryNode(parent)) return false
  if ('name' in parent && parent.name === name && !ts.isPropertyAccessExpression(parent)) {
    return ts.isShorthandPropertyAssignment(parent)
  }
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name
  const user = callee.parent
  return !((ts.isCallExpression(user) || ts.isNewExpression(user)) && user.expression === callee)
}
