import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ts } from 'ts-morph'
import type { Report } from '../diagnostics/report.ts'
import type { UserProgram } from './user-program.ts'

/** Reports imports of files that are not there: the program would end at its first line, and in the cache's name. */
export function reportImports({ files, checker }: UserProgram, report: Report): void {
  for (const file of files.values()) {
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue
      const { moduleSpecifier: at } = statement
      if (!at || !ts.isStringLiteral(at) || isErased(statement) || checker.getSymbolAtLocation(at)) continue
      if (!/^\.{0,2}\//.test(at.text) || isThere(file, at.text)) continue
      report.add({
        code: 'ATOMIC1012',
        at,
        message: `there is no file ${at.getText()} beside this one`,
        remedy: 'Correct the path, or write the file. Names of TypeScript files end in `.ts` here.',
      })
    }
  }
}

function isErased(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isImportDeclaration(statement)
    ? statement.importClause?.isTypeOnly === true
    : statement.isTypeOnly
}

/** What the type checker does not know may still be data, or CommonJS. */
function isThere(file: ts.SourceFile, specifier: string): boolean {
  const path = resolve(dirname(file.fileName), specifier.replace(/[?#].*$/, ''))
  return ['', '.ts', '.tsx', '.js', '.json'].some((end) => existsSync(`${path}${end}`))
}
