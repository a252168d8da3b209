import { registeredPrograms } from '../tasks/program.ts'

// V8's, which the standard library's types leave out.
const V8Error = Error as object as { stackTraceLimit?: number; prepareStackTrace?: unknown }
const limit = 24

/** Where the user's code called into the framework: `word-count.ts:12`. The first stack frame outside of it. */
export function callSite(): string {
  const frame = firstUserFrame()
  // A test runner's own hook maps the files that it loaded; a built program's are known to the platform.
  const { file, line } = (frame && isBuilt(frame.file) ? withoutHook(firstUserFrame) : frame) ?? {}
  return file === undefined ? 'unknown' : `${file.slice(file.lastIndexOf('/') + 1)}:${line}`
}

interface Frame {
  readonly file: string
  readonly line: string
}

function firstUserFrame(): Frame | undefined {
  const before = V8Error.stackTraceLimit ?? 10
  V8Error.stackTraceLimit = limit
  const stack = new Error().stack ?? ''
  V8Error.stackTraceLimit = before
  for (const text of stack.split('\n').slice(1)) {
    const place = /(?:\(|at (?:async )?)((?:file:\/\/)?[^()]*):(\d+):\d+\)?$/.exec(text.trim())
    const [, file = '', line = ''] = place ?? []
    if (file && !isOurs(file)) return { file: file.replace(/^file:\/\//, ''), line }
  }
  return undefined
}

function withoutHook<R>(run: () => R): R {
  const hook = V8Error.prepareStackTrace
  V8Error.prepareStackTrace = undefined
  try {
    return run()
  } finally {
    V8Error.prepareStackTrace = hook
  }
}

function isBuilt(file: string): boolean {
  return registeredPrograms().some(({ bundle }) => {
    const folder = new URL('.', bundle).pathname
    return file.startsWith(folder)
  })
}

// Sibling packages share a folder: `@atomic-ts/core` when installed, `packages/core` in the workspace.
const siblings = new URL('../../../', import.meta.url).pathname

function isOurs(file: string): boolean {
  if (file.startsWith('node:')) return true
  const path = file.replace(/^file:\/\//, '')
  if (!path.startsWith(siblings)) return false
  return /^[^/]+\/(dist|src)\//.test(path.slice(siblings.length)) && !path.includes('.test.')
}
