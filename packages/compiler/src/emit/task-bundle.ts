import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type OnLoadResult, type OnResolveResult, type Plugin } from 'esbuild'
import type { Task } from '../discover/task.ts'
import type { UserProgram } from '../program/user-program.ts'
import { linksModule, type Slice } from '../slice/slice-file.ts'
import { commonJsBanner } from './common-js-banner.ts'
import { loaderOf, mapped, outputs, readOutput, type Output } from './output.ts'
import {
  asNode,
  asResolved,
  externalPath,
  isCommonJs,
  isNative,
  resolveImport,
  type Resolved,
} from './resolve-package.ts'
import { linksCode, tableCode } from './task-table.ts'

/** What the task bundle is made from. */
export interface TaskSources {
  readonly program: UserProgram
  readonly tasks: readonly Task[]
  /** The slice of each module that tasks reach, by path. */
  readonly slices: ReadonlyMap<string, Slice>
  readonly outfile: string
}

/** Bundles the tasks and what they reach, packages included, into one module. */
export async function bundleTasks(sources: TaskSources): Promise<Output> {
  const output = await build({
    ...asNode,
    ...outputs,
    entryPoints: [tableModule],
    absWorkingDir: sources.program.root,
    outfile: sources.outfile,
    plugins: [taskModules(sources)],
  }).then(readOutput)
  return commonJsBanner(output)
}

const tableModule = 'atomic:tasks'

function taskModules({ program, tasks, slices }: TaskSources): Plugin {
  return {
    name: 'atomic-tasks',
    setup(esbuild) {
      esbuild.onResolve({ filter: /.*/ }, async (args): Promise<OnResolveResult | undefined> => {
        if (args.path === tableModule || args.path === linksModule)
          return { path: args.path, namespace: 'atomic' }
        if (args.namespace === 'atomic') return { path: args.path }
        if (args.pluginData === asResolved) return undefined
        const importer = program.files.get(args.importer)
        const own = importer && program.resolve(importer, args.path)
        if (own) return { path: own.fileName }
        const found = await resolveImport(esbuild, args)
        if (found.kind === 'external') return { path: found.path, external: true }
        return staysOutside(args.path, found)
          ? { path: externalPath(found.path, args.kind), external: true }
          : found.result
      })
      esbuild.onLoad({ filter: /.*/, namespace: 'atomic' }, ({ path }) => ({
        contents: path === linksModule ? linksCode : tableCode(tasks),
        loader: 'js',
      }))
      esbuild.onLoad({ filter: /\.(?:[cm]?[jt]s|tsx)$/, namespace: 'file' }, ({ path }) => {
        const slice = slices.get(path)
        if (slice) return { contents: mapped(slice), loader: loaderOf(path), resolveDir: dirname(path) }
        return path.includes('/node_modules/') || isCommonJs(path) ? packageFile(path) : undefined
      })
    },
  }
}

/** The engine is one instance in a process, and compiled code cannot be bundled. */
function staysOutside(specifier: string, { kind, path }: Exclude<Resolved, { kind: 'external' }>): boolean {
  return (
    specifier.startsWith('@atomic-ts/') || path.endsWith('.node') || (kind === 'package' && isNative(path))
  )
}

/** A package's file that asks where it stands gets its own place, not the bundle's. */
async function packageFile(path: string): Promise<OnLoadResult | undefined> {
  const text = await readFile(path, 'utf8')
  const asksCommon = /\b__(?:file|dir)name\b/.test(text)
  if (!asksCommon && !/\bimport\.meta\.url\b/.test(text)) return undefined
  const places = `var __filename = ${JSON.stringify(path)}, __dirname = ${JSON.stringify(dirname(path))};`
  const url = JSON.stringify(pathToFileURL(path).href)
  const contents = text.replaceAll(/\bimport\.meta\.url\b/g, url)
  const declares = /\b(?:const|let|var)\s+__(?:file|dir)name\b/.test(text)
  const head = asksCommon && !declares ? places : ''
  return { contents: contents.startsWith('#!') ? contents : `${head}${contents}`, loader: 'js' }
}
