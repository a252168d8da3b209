import type { Task } from '../discover/task.ts'
import { factoryName } from '../slice/factory.ts'
import { linksModule } from '../slice/slice-file.ts'

/** The last module of the task bundle: the table of factories, with a mark in the place of each id. */
export function tableCode(tasks: readonly Task[]): string {
  const imports = tasks.map(
    ({ file }, index) => `import { ${factoryName(index)} } from ${JSON.stringify(file.fileName)}`,
  )
  const entries = tasks.map((_, index) => `  ${JSON.stringify(idMark(index))}: ${factoryName(index)},`)
  return [
    `import { table } from '${linksModule}'`,
    ...imports,
    `export default Object.freeze(Object.assign(table, {\n${entries.join('\n')}\n}))\n`,
  ].join('\n')
}

/** Finds the function behind the link of a captured function parameter. */
export const linksCode: string = `
export const table = Object.create(null)
export const functionOf = (link) => link && table[link.id](...link.captures)
`

/** Ids are known only after the bundle is: packages that it contains are part of their hashes. */
export function withIds(code: string, ids: readonly string[]): string {
  return ids.reduce(
    (text, id, index) => text.replace(JSON.stringify(idMark(index)), () => JSON.stringify(id)),
    code,
  )
}

function idMark(index: number): string {
  return `atomic id ${index}`
}
