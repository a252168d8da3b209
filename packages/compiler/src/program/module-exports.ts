import { ts } from 'ts-morph'

/** The names that a module exports as values. */
export function moduleExports(file: ts.SourceFile, checker: ts.TypeChecker): readonly string[] {
  const symbol = checker.getSymbolAtLocation(file)
  if (!symbol) return []
  return checker
    .getExportsOfModule(symbol)
    .filter((each) => isValue(each, checker))
    .map(({ name }) => name)
}

/** The module's default export, when there is one. */
export function defaultExport(file: ts.SourceFile, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(file)
  return symbol && checker.getExportsOfModule(symbol).find(({ name }) => name === 'default')
}

function isValue(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  // What the checker does not know may be a value.
  return (target.flags & ts.SymbolFlags.Value) !== 0 || checker.isUnknownSymbol(target)
}
