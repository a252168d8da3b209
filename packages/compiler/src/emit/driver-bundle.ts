import { dirname } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { UserProgram } from '../program/user-program.ts'
import type { Slice } from '../slice/slice-file.ts'
import { commonJsBanner } from './common-js-banner.ts'
import { programModule } from './driver-file.ts'
import { asNode, asResolved, externalPath, isCommonJs, resolveImport } from './resolve-package.ts'
import { loaderOf, mapped, outputs, readOutput, type Output } from './output.ts'

/** What the driver module is made from. */
export interface DriverSources {
  readonly program: UserProgram
  /** The driver's version of each of the user's modules, by path. */
  readonly modules: ReadonlyMap<string, Slice>
  /** The code of the module that announces the program. */
  readonly announcement: string
  readonly outfile: string
}

/** Bundles the user's own files as the driver runs them; packages stay where they are. */
export function bundleDriver(sources: DriverSources): Promise<Output> {
  const { program, outfile } = sources
  return build({
    ...asNode,
    ...outputs,
    entryPoints: [program.entry.fileName],
    absWorkingDir: program.root,
    outfile,
    plugins: [driverModules(sources)],
  })
    .then(readOutput)
    .then(commonJsBanner)
}

function driverModules({ program, modules, announcement }: DriverSources): Plugin {
  return {
    name: 'atomic-driver',
    setup(esbuild) {
      esbuild.onResolve({ filter: /.*/ }, async (args) => {
        if (args.path === programModule) return { path: programModule, namespace: 'atomic' }
        if (args.kind === 'entry-point' || args.pluginData === asResolved || args.namespace === 'atomic') {
          return args.namespace === 'atomic' ? { path: args.path, external: true } : undefined
        }
        const importer = program.files.get(args.importer)
        const own = importer && program.resolve(importer, args.path)
        if (own) return { path: own.fileName }
        const found = await resolveImport(esbuild, args)
        if (found.kind === 'external') return { path: found.path, external: true }
        const stays = found.kind === 'package' || found.path.endsWith('.node') || isCommonJs(found.path)
        return stays ? { path: externalPath(found.path, args.kind), external: true } : found.result
      })
      esbuild.onLoad({ filter: /.*/, namespace: 'atomic' }, () => ({ contents: announcement, loader: 'js' }))
      esbuild.onLoad({ filter: /\.(?:m?[jt]s|tsx)$/ }, ({ path }) => {
        const module = modules.get(path)
        return module && { contents: mapped(module), loader: loaderOf(path), resolveDir: dirname(path) }
      })
    },
  }
}
