import { ts } from 'ts-morph'

/** The specifiers that a file imports from at run time, static and dynamic. */
export function moduleSpecifiers(file: ts.SourceFile): readonly string[] {
  const found = new Set<string>()
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue
    const { moduleSpecifier } = statement
    if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier)) found.add(moduleSpecifier.text)
  }
  if (file.text.includes('import(')) visit(file)
  return [...found]

  function visit(node: ts.Node): void {
    const specifier = dynamicSpecifier(node)
    if (specifier !== undefined) found.add(specifier)
    ts.forEachChild(node, visit)
  }
}

/** The specifier of `import('./x.ts')`. */
export function dynamicSpecifier(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined
  const [argument] = node.arguments
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined
}
