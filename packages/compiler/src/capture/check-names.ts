import { ts } from 'ts-morph'
import type { Site } from '../discover/site.ts'
import { declarationOf } from '../program/declaration-scope.ts'
import type { Closure } from './closure.ts'
import type { CaptureContext } from './find-closure.ts'
import { operatorPlace, taskWords } from './task-words.ts'

/** Reports a task in which one name means two variables, so that it cannot be written as one function. */
export function checkNames({ captures, locals, uses }: Closure, site: Site, context: CaptureContext): void {
  const localNames = new Set(locals.map(({ name }) => name))
  const linkedNames = new Set(
    uses.map(({ at }) => at).flatMap((at) => (ts.isIdentifier(at) ? [at.text] : [])),
  )
  const capturedNames = new Set<string>()
  for (const { name, at, symbol } of captures) {
    const isTaken = localNames.has(name) || linkedNames.has(name) || capturedNames.has(name)
    if (isTaken || isHidden(name, symbol)) refuse(name, at)
    capturedNames.add(name)
  }
  for (const { name, code } of locals) {
    if (linkedNames.has(name)) refuse(name, code)
  }

  /** A local function may use a variable that has another meaning where the values of captures are read. */
  function isHidden(name: string, symbol: ts.Symbol): boolean {
    const there = context.program.checker.resolveName(name, site.node.parent, ts.SymbolFlags.Value, false)
    return there !== undefined && declarationOf(there) !== declarationOf(symbol)
  }

  function refuse(name: string, at: ts.Node): void {
    context.report.add({
      code: 'ATOMIC1006',
      at: site.node,
      message: `${taskWords(site)} uses two different variables named \`${name}\``,
      remedy: 'Give one of them another name.',
      related: [{ at, message: 'one of them is used here' }, ...operatorPlace(site)],
    })
  }
}
