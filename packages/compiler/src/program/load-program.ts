import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { ts } from 'ts-morph'
import { compilerHost } from './compiler-host.ts'
import { compilerOptions } from './compiler-options.ts'
import { otherInputs } from './other-inputs.ts'
import { moduleSpecifiers } from './module-specifiers.ts'
import { findUp, foldersUp, programRoot } from './root.ts'
import type { UserProgram } from './user-program.ts'

/** Reads the entry and everything that it imports, with types. */
export function loadProgram(entry: string): UserProgram {
  const root = programRoot(entry)
  const config = findUp(dirname(entry), 'tsconfig.json')
  const configPath = config && join(config, 'tsconfig.json')
  const { options, configFiles } = compilerOptions(configPath)
  const program = ts.createProgram({ rootNames: [entry], options, host: compilerHost(options) })
  const entryFile = program.getSourceFile(entry)
  if (!entryFile) throw new Error(`TypeScript did not load ${entry}`)
  const resolver = userResolver(program, options)
  const files = userFiles(entryFile, resolver)
  return {
    root,
    entry: entryFile,
    checker: program.getTypeChecker(),
    isStrict: options.strictNullChecks ?? options.strict ?? false,
    files,
    otherInputs: [...configFiles, ...otherInputs(program, { root, files })],
    absent: [
      ...foldersUp(dirname(entry), config ?? root)
        .map((folder) => join(folder, 'tsconfig.json'))
        .filter((path) => path !== configPath),
      ...missingFiles(files),
    ],
    syntaxErrors: [...files.values()].flatMap((file) => [...program.getSyntacticDiagnostics(file)]),
    resolve: resolver,
    relative: (path) => relative(root, path).split(sep).join('/'),
  }
}

/** The files that modules import by a path and that are not there. */
function missingFiles(files: ReadonlyMap<string, ts.SourceFile>): readonly string[] {
  return [...files].flatMap(([path, file]) =>
    moduleSpecifiers(file)
      .filter((specifier) => /^\.{1,2}\//.test(specifier))
      .map((specifier) => join(dirname(path), specifier))
      .filter((target) => !existsSync(target)),
  )
}

type Resolver = UserProgram['resolve']

function userFiles(entry: ts.SourceFile, resolve: Resolver): Map<string, ts.SourceFile> {
  const files = new Map([[entry.fileName, entry]])
  for (const file of files.values()) {
    for (const specifier of moduleSpecifiers(file)) {
      const target = resolve(file, specifier)
      if (target) files.set(target.fileName, target)
    }
  }
  return files
}

function userResolver(program: ts.Program, options: ts.CompilerOptions): Resolver {
  const cache = ts.createModuleResolutionCache(program.getCurrentDirectory(), (name) => name, options)
  return (importer, specifier) => {
    const mode = ts.ModuleKind.ESNext
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      importer.fileName,
      options,
      ts.sys,
      cache,
      undefined,
      mode,
    )
    if (!resolvedModule || !isUserModule(resolvedModule, specifier)) return undefined
    const file = program.getSourceFile(resolvedModule.resolvedFileName)
    return file && hasModuleSyntax(file) ? file : undefined
  }
}

/** Source, not declarations; a package counts only when it is a linked workspace that ships its TypeScript. */
function isUserModule(module: ts.ResolvedModuleFull, specifier: string): boolean {
  const { extension, resolvedFileName, isExternalLibraryImport } = module
  if (!sources.has(extension) || resolvedFileName.includes('/node_modules/')) return false
  if (specifier.startsWith('@atomic-ts/')) return false
  return !isExternalLibraryImport || extension.includes('ts')
}

const sources = new Set<string>(['.ts', '.mts', '.tsx', '.js', '.mjs'])

/** CommonJS has no static exports to slice by; such a file is bundled whole. */
function hasModuleSyntax(file: ts.SourceFile): boolean {
  if (!/\.m?js$/.test(file.fileName)) return true
  return file.statements.some(
    (each) =>
      ts.isImportDeclaration(each) ||
      ts.isExportDeclaration(each) ||
      ts.isExportAssignment(each) ||
      (ts.canHaveModifiers(each) &&
        ts.getModifiers(each)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)),
  )
}
