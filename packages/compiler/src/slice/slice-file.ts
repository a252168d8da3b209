import { Bundle, type default as MagicString } from 'magic-string'
import { ts } from 'ts-morph'
import type { Exported, Imported, Linked } from '../link/linked.ts'
import { factoryCode } from './factory.ts'
import { Cutter } from './cutter.ts'
import type { SlicePlan } from './slice-plan.ts'
import { variableKeyword } from './variable-keyword.ts'

/** The import of the function that finds a task by its link, for tasks that capture function parameters. */
export const linksModule = 'atomic:links'

/** Writes the part of a module that tasks need: its declarations, its exports, and a factory for each task. */
export function sliceFile({ file, linked, tasks }: SlicePlan): Slice {
  const cutter = new Cutter(file)
  const bundle = new Bundle({ separator: '\n' })
  const add = (content: MagicString, separator = '\n'): void => {
    // Only what was cut out of the file has a place in it.
    const isCut = content.original === file.text
    bundle.addSource({ content, separator, ...(isCut && { filename: file.fileName }) })
  }
  for (const line of importLines(linked)) bundle.append(`${line}\n`)
  for (const { node, before } of declarations(linked)) add(cutter.cut(node, before, ''))
  for (const line of exportLines(linked)) bundle.append(`\n${line}`)
  for (const { task, index } of tasks) {
    const [head, ...rest] = factoryCode(task, index, cutter)
    if (head) add(head)
    for (const part of rest) add(part, '')
  }
  const needsLinks = tasks.some(({ task }) => task.closure.captures.some(({ kind }) => kind === 'task'))
  if (needsLinks) bundle.prepend(`import { functionOf as $functionOf } from '${linksModule}'\n`)
  return {
    code: bundle.toString(),
    map: () => bundle.generateMap({ hires: 'boundary', includeContent: true }).toUrl(),
  }
}

/** The text of a slice and its source map. */
export interface Slice {
  readonly code: string
  /** The map as a `data:` URL. */
  map(): string
}

function declarations(linked: ReadonlySet<Linked>): readonly { node: ts.Node; before: string }[] {
  const nodes = new Set([...linked].flatMap((each) => (each.kind === 'declared' ? each.nodes : [])))
  return [...nodes].toSorted((a, b) => a.pos - b.pos).map((node) => ({ node, before: keywordsOf(node) }))
}

/** `export const ` for one variable of a statement; other declarations carry their keywords. */
function keywordsOf(node: ts.Node): string {
  if (!ts.isVariableDeclaration(node)) return ''
  const list = node.parent
  if (!ts.isVariableDeclarationList(list)) return ''
  const isExported =
    ts.isVariableStatement(list.parent) &&
    list.parent.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  return `${isExported ? 'export ' : ''}${variableKeyword(list)} `
}

function importLines(linked: ReadonlySet<Linked>): readonly string[] {
  return unique([...linked].filter((each) => each.kind === 'imported').map(importLine))
}

function importLine({ name, from, specifier }: Imported): string {
  const names = from === '*' ? `* as ${name}` : from === name ? `{ ${name} }` : `{ ${from} as ${name} }`
  return `import ${names} from ${JSON.stringify(specifier)}${attributes(specifier)}`
}

function exportLines(linked: ReadonlySet<Linked>): readonly string[] {
  return unique([...linked].filter((each) => each.kind === 'exported').map(exportLine))
}

function exportLine({ name, from, specifier }: Exported): string {
  const names = from === '*' ? `* as ${name}` : from === name ? `{ ${name} }` : `{ ${from} as ${name} }`
  return `export ${names}${specifier === undefined ? '' : ` from ${JSON.stringify(specifier)}`}`
}

function attributes(specifier: string): string {
  return specifier.endsWith('.json') ? " with { type: 'json' }" : ''
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].toSorted()
}
