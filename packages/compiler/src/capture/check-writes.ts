import type { ts } from 'ts-morph'
import type { Site } from '../discover/site.ts'
import { contains, declarationOf, scopeOf } from '../program/declaration-scope.ts'
import { eachReference, symbolOf } from '../program/references.ts'
import { aliasRoot } from './alias.ts'
import type { CaptureContext } from './find-closure.ts'
import { eachChange, type Change } from './mutated.ts'
import { scopeAround } from './reassigned.ts'
import { declaredPlace, operatorPlace, taskWords } from './task-words.ts'

/** Reports a task that changes a variable of the function around it: the change would be lost. */
export function checkWrites(pieces: readonly ts.Node[], site: Site, context: CaptureContext): void {
  const { checker } = context.program
  for (const piece of pieces) {
    eachChange(piece, checker, (change) => {
      const named = symbolOf(change.name, checker)
      // What is assigned to is the variable; what changes is the object, whichever variable holds it.
      const symbol = named && change.kind === 'mutates' ? aliasRoot(named, checker) : named
      if (!symbol || !isOutside(symbol)) return
      if (change.kind === 'assigns' || isReadLater(symbol, site, context)) reportChange(change, symbol)
    })
  }

  function isOutside(symbol: ts.Symbol): boolean {
    return pieces.every((piece) => scopeOf(symbol, piece, context.program) === 'enclosing')
  }

  function reportChange({ kind, at, name }: Change, symbol: ts.Symbol): void {
    const verb = kind === 'assigns' ? 'assigns to' : 'changes'
    const message = `${taskWords(site)} ${verb} \`${name.text}\`, which it captured: the driver would never see it`
    const related = [...declaredPlace(symbol), ...operatorPlace(site)]
    context.report.add({ code: 'ATOMIC1001', at, message, remedy: changeRemedy, related })
  }
}

/** What to do instead of changing a variable of the driver in a task. */
export const changeRemedy: string =
  'A task has its own copy of each variable. Return the value from the task, and combine the values with\n' +
  'reduce, fold or aggregate: `const total = await rdd.map((x) => …).reduce((a, b) => a + b)`;\n' +
  'or count on the side with an accumulator: `const seen = ctx.longAccumulator()`, and `seen.add(1)` in the task.'

/** A captured object that only the task uses is its private memory; one that the driver reads afterwards is a mistake. */
function isReadLater(symbol: ts.Symbol, site: Site, { program }: CaptureContext): boolean {
  const declaration = declarationOf(symbol)
  if (!declaration) return false
  let found = false
  eachReference(scopeAround(declaration), program.checker, (name, used) => {
    const isLater = name.pos >= site.node.end && !contains(site.node, name)
    if (isLater && aliasRoot(used, program.checker) === symbol) found = true
  })
  return found
}
