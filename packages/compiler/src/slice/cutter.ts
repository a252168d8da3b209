import MagicString from 'magic-string'
import { ts } from 'ts-morph'
import { isTaskDecorator } from '../discover/marked-functions.ts'
import { ownPlace } from './own-place.ts'

/** Cuts pieces out of one module; each remembers where it came from, so that source maps lead back to it. */
export class Cutter {
  readonly #file: ts.SourceFile
  readonly #whole: MagicString

  constructor(file: ts.SourceFile) {
    this.#file = file
    this.#whole = new MagicString(file.text)
    for (const { node, code } of ownPlace(file)) this.#whole.overwrite(node.getStart(), node.getEnd(), code)
    for (const decorator of taskDecorators(file)) this.#whole.remove(decorator.getStart(), decorator.getEnd())
  }

  /** The code of a node, with text before and after it. */
  cut(node: ts.Node, before: string, after: string): MagicString {
    return this.#whole.snip(node.getStart(this.#file), node.getEnd()).prepend(before).append(after)
  }
}

/** The marks of tasks: the slice needs neither them nor their import. */
export function taskDecorators(root: ts.Node): readonly ts.Decorator[] {
  if (!root.getSourceFile().text.includes('@task')) return []
  const found: ts.Decorator[] = []
  visit(root)
  return found

  function visit(node: ts.Node): void {
    if (ts.isDecorator(node) && isTaskDecorator(node)) found.push(node)
    ts.forEachChild(node, visit)
  }
}
