import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Manifest } from '@atomic-ts/core/internal'

/** The module that announces the program to the engine, before any of the user's code runs. */
export function announcementCode(): string {
  return `
import { linkTask, registerProgram, taskLinkOf } from ${JSON.stringify(coreUrl())}
const manifest = ${manifestMark}
registerProgram({ manifest, bundle: new URL('./tasks.mjs', import.meta.url).href })
export const ids = manifest.tasks.map(({ id }) => id)
export { linkTask, taskLinkOf }
`
}

/** Puts the manifest in its place; it is known only after both modules are bundled. */
export function withManifest(code: string, manifest: Manifest): string {
  return code.replace(manifestMark, () => JSON.stringify(manifest))
}

const manifestMark = '"atomic manifest"'

/** The engine that this compiler belongs to: the one whose operators the program calls. */
function coreUrl(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('@atomic-ts/core/internal')).href
}
