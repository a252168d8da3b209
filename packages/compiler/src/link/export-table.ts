import { ts } from 'ts-morph'
import { moduleExports } from '../program/module-exports.ts'
import type { UserProgram } from '../program/user-program.ts'
import type { Exported, Linked } from './linked.ts'

/** Finds what stands behind the exported names of the user's modules. */
export class ExportTable {
  readonly #program: UserProgram
  readonly #bound: (symbol: ts.Symbol) => Linked | undefined
  readonly #known = new Map<string, Linked>()

  constructor(program: UserProgram, bound: (symbol: ts.Symbol) => Linked | undefined) {
    this.#program = program
    this.#bound = bound
  }

  /** What a module's import of a name leads to; every value that the other module exports for `*`. */
  find(importer: ts.SourceFile, specifier: string, name: string): readonly Linked[] {
    const target = this.#program.resolve(importer, specifier)
    if (!target)
      return [this.#once(`${importer.fileName} ${specifier}`, { kind: 'whole', importer, specifier })]
    if (name !== '*') return this.#named(target, name)
    return moduleExports(target, this.#program.checker).flatMap((each) => this.#named(target, each))
  }

  /** What an export clause hands on. */
  behind({ file, from, specifier }: Exported): readonly Linked[] {
    if (specifier !== undefined) return this.find(file, specifier, from)
    const clause = exportSpecifiers(file).find((each) => (each.propertyName ?? each.name).text === from)
    const symbol = clause && this.#program.checker.getExportSpecifierLocalTargetSymbol(clause)
    const local = symbol && this.#bound(symbol)
    return local ? [local] : []
  }

  #named(file: ts.SourceFile, name: string): readonly Linked[] {
    for (const statement of file.statements) {
      if (ts.isExportDeclaration(statement)) {
        const found = this.#clause(file, statement, name)
        if (found) return [found]
      }
    }
    const symbol = this.#program.checker
      .getSymbolAtLocation(file)
      ?.exports?.get(ts.escapeLeadingUnderscores(name))
    const own = symbol && this.#bound(symbol)
    return own ? [own] : this.#starred(file, name)
  }

  /** `export { from as name }`, with or without a module; `export * as name from './x.ts'`. */
  #clause(file: ts.SourceFile, statement: ts.ExportDeclaration, name: string): Linked | undefined {
    const { exportClause, moduleSpecifier, isTypeOnly } = statement
    if (!exportClause || isTypeOnly) return undefined
    const specifier =
      moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined
    if (ts.isNamespaceExport(exportClause)) {
      return exportClause.name.text === name ? this.#exported(file, name, '*', specifier) : undefined
    }
    const element = exportClause.elements.find((each) => each.name.text === name)
    return element && this.#exported(file, name, (element.propertyName ?? element.name).text, specifier)
  }

  /** The first `export * from` that knows the name. */
  #starred(file: ts.SourceFile, name: string): readonly Linked[] {
    for (const statement of file.statements) {
      if (!ts.isExportDeclaration(statement) || statement.exportClause || statement.isTypeOnly) continue
      const { moduleSpecifier } = statement
      if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) continue
      if (this.#offers(file, moduleSpecifier, name)) {
        return [this.#exported(file, name, name, moduleSpecifier.text)]
      }
    }
    return []
  }

  #offers(file: ts.SourceFile, specifier: ts.StringLiteral, name: string): boolean {
    const target = this.#program.resolve(file, specifier.text)
    if (target) return moduleExports(target, this.#program.checker).includes(name)
    const symbol = this.#program.checker.getSymbolAtLocation(specifier)
    return (
      symbol !== undefined &&
      this.#program.checker.getExportsOfModule(symbol).some((each) => each.name === name)
    )
  }

  #exported(file: ts.SourceFile, name: string, from: string, specifier: string | undefined): Linked {
    return this.#once(`${file.fileName} export ${name}`, { kind: 'exported', file, name, from, specifier })
  }

  #once(key: string, made: Linked): Linked {
    const known = this.#known.get(key)
    if (known) return known
    this.#known.set(key, made)
    return made
  }
}

function exportSpecifiers(file: ts.SourceFile): readonly ts.ExportSpecifier[] {
  return file.statements.flatMap((each) =>
    ts.isExportDeclaration(each) &&
    !each.moduleSpecifier &&
    each.exportClause &&
    ts.isNamedExports(each.exportClause)
      ? [...each.exportClause.elements]
      : [],
  )
}
