import { pathToFileURL } from 'node:url'
import { compile, type CompileOptions } from './compile.ts'

/**
 * Builds a program and imports its driver module, so that its tasks can run on every transport: the door for tests and
 * for programs that start other programs.
 * @param entry path of the program's main file
 * @param options where built programs are kept
 * @throws BuildError with all the errors of the program
 * @example
 * import { load } from '@atomic-ts/compiler'
 *
 * // In a file beside the program: load<typeof import('./word-count.ts')>(…)
 * const { words } = await load<{ words(line: string): string[] }>('examples/word-count.ts')
 * words('Call me Ishmael') // => ['call', 'me', 'ishmael']
 */
export async function load<Module>(entry: string, options: CompileOptions = {}): Promise<Module> {
  const { driver } = await compile(entry, options)
  // Before the import: Node reads the source maps of modules that it loads from now on.
  process.setSourceMapsEnabled(true)
  return (await import(pathToFileURL(driver).href)) as Module
}
