import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BuildOptions, OnResolveArgs, OnResolveResult, PluginBuild } from 'esbuild'
import { findUp } from '../program/root.ts'

/** How esbuild resolves packages as Node does: the driver must load the very files that Node would. */
export const asNode: BuildOptions = {
  platform: 'node',
  mainFields: ['main'],
  conditions: ['node-addons', ...('require_module' in process.features ? ['module-sync'] : [])],
}

/** What a specifier leads to. */
export type Resolved =
  | { readonly kind: 'external'; readonly path: string }
  | { readonly kind: 'package' | 'file'; readonly path: string; readonly result: OnResolveResult }

/** Resolves a specifier; builtins, and what cannot be found, stay as they are for Node to judge. */
export async function resolveImport(build: PluginBuild, args: OnResolveArgs): Promise<Resolved> {
  if (isBuiltin(args.path)) return { kind: 'external', path: args.path }
  const { path, resolveDir, kind, importer, with: attributes } = args
  const found = await build.resolve(path, {
    resolveDir,
    kind,
    importer,
    with: attributes,
    pluginData: asResolved,
  })
  if (found.errors.length > 0 || found.external) {
    // A path is relative to the user's file, not to the emitted module.
    const isPath = /^\.{1,2}\//.test(path)
    return { kind: 'external', path: isPath ? pathToFileURL(join(resolveDir, path)).href : path }
  }
  const isPackage = found.path.includes('/node_modules/') || isLinkedPackage(path, resolveDir)
  const isSource = /\.[mc]?tsx?$/.test(found.path)
  const result: OnResolveResult = {
    path: found.path,
    namespace: found.namespace,
    sideEffects: found.sideEffects,
  }
  if (found.suffix) result.suffix = found.suffix
  return { kind: isPackage && !isSource ? 'package' : 'file', path: found.path, result }
}

/** Marks a question to esbuild that our own plugin asked, which it must not answer again. */
export const asResolved: unique symbol = Symbol('resolved')

/** How an emitted module names a file that it does not contain. */
export function externalPath(path: string, kind: OnResolveArgs['kind']): string {
  return kind === 'require-call' || kind === 'require-resolve' ? path : pathToFileURL(path).href
}

/** True for a package with a compiled part, which cannot be bundled. */
export function isNative(file: string): boolean {
  const folder = findUp(dirname(file), 'package.json')
  if (folder === undefined) return false
  if (existsSync(join(folder, 'binding.gyp'))) return true
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const text = JSON.stringify(manifest)
  return /"(?:node-gyp-build|bindings|prebuild-install|node-pre-gyp|@mapbox\/node-pre-gyp|napi)"|-linux-x64/.test(
    text,
  )
}

/** True for a file that Node loads as CommonJS. */
export function isCommonJs(file: string): boolean {
  if (!file.endsWith('.js')) return file.endsWith('.cjs')
  const folder = findUp(dirname(file), 'package.json')
  if (folder === undefined) return true
  const { type }: { type?: unknown } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as object
  return type !== 'module'
}

function isLinkedPackage(specifier: string, folder: string): boolean {
  if (/^[./#]/.test(specifier)) return false
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1)
  return findUp(folder, join('node_modules', ...name)) !== undefined
}
