import type { BuildOptions, BuildResult, Loader, Metafile } from 'esbuild'
import type { Slice } from '../slice/slice-file.ts'

/** One emitted module and what went into it. */
export interface Output {
  readonly code: string
  readonly map: string
  readonly metafile: Metafile
  /** The names that the module exports. */
  readonly exports: readonly string[]
}

/** What both emitted modules have in common. */
export const outputs: SharedOptions = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: true,
  logLevel: 'silent',
  charset: 'utf8',
}

type SharedOptions = BuildOptions & { readonly write: false; readonly metafile: true }

/** Takes what esbuild made of one entry. */
export function readOutput({ outputFiles, metafile }: BuildResult<SharedOptions>): Output {
  const text = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  const exports = Object.values(metafile.outputs).flatMap((each) => each.exports)
  return { code: text('.mjs'), map: text('.mjs.map'), metafile, exports }
}

/** A module's code with its map in it, so that the maps that esbuild writes lead to the user's own file. */
export function mapped(module: Slice): string {
  return `${module.code}\n//# sourceMappingURL=${module.map()}\n`
}

/** How esbuild reads a user's file. */
export function loaderOf(path: string): Loader {
  if (path.endsWith('.tsx')) return 'tsx'
  return /\.m?ts$/.test(path) ? 'ts' : 'js'
}
