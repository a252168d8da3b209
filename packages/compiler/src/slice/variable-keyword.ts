import { ts } from 'ts-morph'

/** `const`, `let` or `var`. */
export function variableKeyword({ flags }: ts.VariableDeclarationList): string {
  if (flags & ts.NodeFlags.Const) return 'const'
  return flags & ts.NodeFlags.Let ? 'let' : 'var'
}
