// V8's, which the standard library's types leave out.
const V8Error: ErrorConstructor & { stackTraceLimit?: number } = Error
const limit = 24

/** Where the user's code called into the framework: `word-count.ts:12`. The first stack frame outside of it. */
export function callSite(): string {
  const before = V8Error.stackTraceLimit ?? 10
  V8Error.stackTraceLimit = limit
  const stack = new Error().stack ?? ''
  V8Error.stackTraceLimit = before
  for (const line of stack.split('\n').slice(1)) {
    const place = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()]*):(\d+):\d+\)?$/.exec(line.trim())
    const [, file = '', at = ''] = place ?? []
    if (file && !isOurs(file)) return `${file.slice(file.lastIndexOf('/') + 1)}:${at}`
  }
  return 'unknown'
}

// Sibling packages share a folder: `@atomic-ts/core` when installed, `packages/core` in the workspace.
const siblings = new URL('../../../', import.meta.url).pathname

function isOurs(file: string): boolean {
  if (file.startsWith('node:')) return true
  const path = file.replace(/^file:\/\//, '')
  if (!path.startsWith(siblings)) return false
  return /^[^/]+\/(dist|src)\//.test(path.slice(siblings.length)) && !path.includes('.test.')
}
