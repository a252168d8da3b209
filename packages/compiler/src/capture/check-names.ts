import { ts } from 'ts-morph'
import type { Site } from '../discover/site.ts'
import type { Closure } from './closure.ts'
import type { CaptureContext } from './find-closure.ts'
import { operatorPlace, taskWords } from './task-words.ts'

/** Reports a task in which one name means two variables, so that it cannot be written as one function. */
export function checkNames(
  { captures, locals, uses }: Closure,
  site: Site,
  { program, report }: CaptureContext,
): void {
  const taken = new Map<string, string>()
  for (const { name } of locals) taken.set(name, 'function')
  for (const capture of captures) {
    const outside = program.checker.resolveName(capture.name, site.node, ts.SymbolFlags.Value, false)
    const linked = uses.some(({ at }) => ts.isIdentifier(at) && at.text === capture.name)
    const isHidden =
      outside !== undefined && program.checker.getExportSymbolOfSymbol(outside) !== capture.symbol
    if (taken.has(capture.name) || linked || isHidden) refuse(capture.at)
    taken.set(capture.name, 'variable')
  }
  for (const { at } of uses) {
    if (ts.isIdentifier(at) && taken.get(at.text) === 'function') refuse(at)
  }

  function refuse(at: ts.Identifier): void {
    const message = `${taskWords(site)} uses two different variables named \`${at.text}\``
    const remedy = 'Give one of them another name.'
    report.add({ code: 'ATOMIC1006', at, message, remedy, related: operatorPlace(site) })
  }
}
