import MagicString from 'magic-string'
import { ts } from 'ts-morph'
import type { LocalPiece } from '../capture/closure.ts'
import type { Task } from '../discover/task.ts'
import type { Cutter } from './cutter.ts'
import { variableKeyword } from './variable-keyword.ts'

/** The name by which a slice exports the factory of a task. */
export function factoryName(index: number): string {
  return `$task${index}`
}

/** `export const $task0 = (min) => ((word) => word.length >= min)`, in parts that keep their places in the source. */
export function factoryCode({ body, closure }: Task, index: number, cutter: Cutter): readonly MagicString[] {
  const { captures, locals } = closure
  const parameters = captures.map(({ name, kind }) => (kind === 'task' ? linkName(name) : name)).join(', ')
  const head = `export const ${factoryName(index)} = (${parameters}) =>`
  if (body.kind === 'name') return [plain(`${head} ${body.path}`)]
  const links = captures
    .filter(({ kind }) => kind === 'task')
    .map(({ name }) => `const ${name} = $functionOf(${linkName(name)});`)
  if (links.length === 0 && locals.length === 0) return [functionPart(body.node, cutter, `${head} (`, ')')]
  return [
    plain(`${head} {\n${links.join('\n')}`),
    ...locals.map((piece) => localPart(piece, cutter)),
    functionPart(body.node, cutter, '\nreturn (', ')\n}'),
  ]
}

function functionPart(node: ts.Node, cutter: Cutter, before: string, after: string): MagicString {
  // A method of an object literal is a function only inside one.
  if (!ts.isMethodDeclaration(node)) return cutter.cut(node, before, after)
  return cutter.cut(node, `${before}({ `, ` }).${node.name.getText()}${after}`)
}

function localPart({ node }: LocalPiece, cutter: Cutter): MagicString {
  if (!ts.isVariableDeclaration(node)) return cutter.cut(node, '\n', '')
  const list = node.parent
  const keyword = ts.isVariableDeclarationList(list) ? variableKeyword(list) : 'const'
  return cutter.cut(node, `\n${keyword} `, ';')
}

function linkName(name: string): string {
  return `$link_${name}`
}

function plain(text: string): MagicString {
  return new MagicString('').append(text)
}
