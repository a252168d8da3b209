import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { ts } from 'ts-morph'

/** The user's own compiler options, or strict defaults, made fit for reading a program. */
export function compilerOptions(configPath: string | undefined): {
  readonly options: ts.CompilerOptions
  readonly configFiles: readonly string[]
} {
  const configFiles: string[] = []
  const own = configPath ? read(configPath, configFiles) : {}
  return { options: { ...defaults, ...withoutOutputs(own), ...forced, ...resolution(own) }, configFiles }
}

const defaults: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  strict: true,
  types: ['node'],
}

const forced: ts.CompilerOptions = {
  allowJs: true,
  checkJs: false,
  noEmit: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  // Every file is a module when it runs, also one without an import or export.
  moduleDetection: ts.ModuleDetectionKind.Force,
}

/** Old ways of resolving do not see a package's `exports`, and so none of its types. */
function resolution(own: ts.CompilerOptions): ts.CompilerOptions {
  const modern = own.module !== undefined && own.module >= ts.ModuleKind.Node16
  if (modern || own.moduleResolution === ts.ModuleResolutionKind.Bundler) return {}
  return own.module === undefined
    ? { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
    : { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
}

function read(path: string, seen: string[]): ts.CompilerOptions {
  const host = {
    ...ts.sys,
    // Reading the user's files is the program's work; here only the options count.
    readDirectory: () => [],
    readFile: (file: string) => {
      if (existsSync(file)) seen.push(file)
      return ts.sys.readFile(file)
    },
  }
  const { config } = ts.readConfigFile(path, host.readFile)
  return ts.parseJsonConfigFileContent(config ?? {}, host, dirname(path), undefined, path).options
}

function withoutOutputs(options: ts.CompilerOptions): ts.CompilerOptions {
  const {
    composite: _c,
    incremental: _i,
    tsBuildInfoFile: _t,
    declaration: _d,
    declarationMap: _m,
    ...rest
  } = options
  const { outDir: _o, rootDir: _r, emitDeclarationOnly: _e, isolatedDeclarations: _s, ...kept } = rest
  return kept
}
