import { pathToFileURL } from 'node:url'
import { compile, type CompileOptions } from './compile.ts'

/**
 * Builds a program and imports its driver module, so that its tasks can run on every transport: the door for tests and
 * for programs that start other programs.
 * @param entry path of the program's main file
 * @throws BuildError with all the errors of the program
 * @example const { topWords } = await load<typeof import('./word-count.ts')>('word-count.ts')
 */
export async function load<Module>(entry: string, options: CompileOptions = {}): Promise<Module> {
  const { driver } = await compile(entry, options)
  // Before the import: Node reads the source maps of modules that it loads from now on.
  process.setSourceMapsEnabled(true)
  return (await import(pathToFileURL(driver).href)) as Module
}
