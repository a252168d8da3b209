import { compile } from '@atomic-ts/compiler'
import { printSchema } from '@atomic-ts/core/internal'
import { readFlags } from './flags.ts'

/** Builds a program and prints its dispatch table. Gives the exit code. */
export async function build(argv: readonly string[]): Promise<number> {
  const { file, cache } = readFlags('build', argv)
  const { driver, bundle, manifest, cached } = await compile(file, cache === undefined ? {} : { cache })
  const tasks = manifest.tasks.map(({ id, line, parameters, result }) => {
    const types = `(${parameters.map(printSchema).join(', ')}) => ${printSchema(result)}`
    return `  ${id}  line ${line}  ${types}\n`
  })
  process.stdout.write(
    `${cached ? 'Up to date' : 'Built'}: ${file}, ${manifest.tasks.length} tasks, fingerprint ${manifest.fingerprint}\n` +
      `${tasks.join('')}  driver ${driver}\n  tasks  ${bundle}\n`,
  )
  return 0
}
