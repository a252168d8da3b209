import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from '@atomic-ts/compiler'
import type { Context } from '@atomic-ts/atomic'
import { execa } from 'execa'
import { checkedModule, type Answers } from './checked-module.ts'
import type { Example } from './operation.ts'

type Run = (ctx: Context, answers: Answers) => Promise<void>

/** An example that was built. */
export interface Runnable extends Example {
  /** How many answers it has to check. */
  readonly answers: number
  readonly run: Run
}

/**
 * Makes one program of examples, in a folder: checks its types, as strictly as our own, and builds it.
 * @param folder inside of test/docs, so that modules find the packages
 */
export async function programOf(examples: readonly Example[], folder: string): Promise<Runnable[]> {
  const modules = examples.map((example) => checkedModule(example, '../checked-module.ts'))
  const names = examples.map(({ name }) => name.replace(/ \((\d+)\)$/, '-$1').replaceAll('/', '.'))
  for (const [i, { text }] of modules.entries()) write(join(folder, `${names[i]}.ts`), text)
  const exported = names.map((name, i) => `export { example as example${i} } from './${name}.ts'\n`)
  const program = join(folder, 'program.ts')
  write(program, exported.join(''))
  write(join(folder, 'tsconfig.json'), tsconfig)
  await checkTypes(folder)
  const built = await load<Record<string, Run>>(program)
  return examples.map((example, i) => {
    const run = built[`example${i}`]
    if (!run) throw new Error(`The example of ${example.name} has nothing to run`)
    return { ...example, answers: modules[i]?.answers ?? 0, run }
  })
}

// What an example only shows is used nowhere.
const tsconfig = `{
  "extends": "../../tsconfig.json",
  "compilerOptions": { "noUnusedLocals": false },
  "files": ["program.ts"],
  "include": []
}
`

async function checkTypes(folder: string): Promise<void> {
  const { exitCode, stdout } = await execa('tsc', ['-p', folder], { preferLocal: true, reject: false })
  if (exitCode !== 0) throw new Error(`Examples do not compile:\n${stdout}`)
}

/** Leaves a file alone that is as it should be, so that an unchanged program is not built again. */
function write(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
