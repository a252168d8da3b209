import { ts } from 'ts-morph'

/** The name of a class or interface that the language or Node declares. */
export function builtinName(type: ts.Type): string | undefined {
  const symbol = type.getSymbol()
  const isNamed =
    symbol !== undefined && (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0
  if (!isNamed) return undefined
  const isDeclared = symbol.declarations?.some((each) => isBuiltinFile(each.getSourceFile()))
  return isDeclared ? symbol.name : undefined
}

/** Whether a file declares the language or Node. */
export function isBuiltinFile({ fileName }: ts.SourceFile): boolean {
  return /\/lib\.[^/]*\.d\.ts$|\/@types\/node\//.test(fileName)
}
