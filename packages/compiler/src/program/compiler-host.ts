import { statSync } from 'node:fs'
import { Project, ts } from 'ts-morph'

/** Reads source files for the type checker; declarations of the language and of Node are read once in a process. */
export function compilerHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true)
  const libraries = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost()
  const isLibrary = (name: string): boolean => name.startsWith(`${libraryFolder}/`)
  const text = (name: string): string | undefined =>
    isLibrary(name) ? libraries.readFile(name) : host.readFile(name)
  return {
    ...host,
    getDefaultLibLocation: () => libraryFolder,
    getDefaultLibFileName: (given) => `${libraryFolder}/${ts.getDefaultLibFileName(given)}`,
    fileExists: (name) => (isLibrary(name) ? libraries.fileExists(name) : host.fileExists(name)),
    readFile: text,
    getSourceFile: (name, given) => {
      const isShared = isLibrary(name) || name.includes('/node_modules/@types/')
      return isShared ? shared(name, given, text) : parse(name, given, text)
    },
  }
}

/** Where ts-morph keeps the declarations of the language, in memory. */
const libraryFolder = '/node_modules/typescript/lib'

type Given = ts.ScriptTarget | ts.CreateSourceFileOptions
type ReadText = (name: string) => string | undefined

function parse(name: string, given: Given, text: ReadText): ts.SourceFile | undefined {
  const content = text(name)
  return content === undefined ? undefined : ts.createSourceFile(name, content, given, true)
}

const known = new Map<string, ts.SourceFile>()

function shared(name: string, given: Given, text: ReadText): ts.SourceFile | undefined {
  const details = typeof given === 'object' ? given : { languageVersion: given }
  const time = name.startsWith(`${libraryFolder}/`) ? 0 : statSync(name, { throwIfNoEntry: false })?.mtimeMs
  const key = [name, time, details.languageVersion, details.impliedNodeFormat].join(' ')
  const found = known.get(key)
  if (found) return found
  // Their comments are long, and no tag in them concerns tasks.
  const made = parse(name, { ...details, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, text)
  if (made) known.set(key, made)
  return made
}
