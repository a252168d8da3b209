import type { LoadHook } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compile } from '../compile.ts'
import { isProgram } from './is-program.ts'

/** Answers for a user's program with its driver module; everything else is Node's, or the next loader's. */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.startsWith('file:')) return nextLoad(url, context)
  const path = fileURLToPath(url)
  return isProgram(path)
    ? { format: 'module', source: await redirect(path), shortCircuit: true }
    : nextLoad(url, context)
}

async function redirect(path: string): Promise<string> {
  try {
    const { driver, exports } = await compile(path)
    const to = JSON.stringify(pathToFileURL(driver).href)
    const lines = [`export * from ${to}`]
    // `export *` leaves the default export out.
    if (exports.includes('default')) lines.push(`export { default } from ${to}`)
    return `${lines.join('\n')}\n`
  } catch (error) {
    return failure(error)
  }
}

/** A module that throws the build's errors where the program would have run, without a stack of the loader's own. */
function failure(error: unknown): string {
  const known = error instanceof Error ? error : new Error(String(error))
  const parts = { name: known.name, code: 'code' in known ? known.code : undefined }
  const stack = 'diagnostics' in known ? known.message : (known.stack ?? known.message)
  const made = `Object.assign(new Error(${JSON.stringify(known.message)}), ${JSON.stringify(parts)})`
  return `const error = ${made}\nerror.stack = ${JSON.stringify(stack)}\nthrow error\n`
}
