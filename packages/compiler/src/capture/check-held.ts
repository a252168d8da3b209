import type { Site } from '../discover/site.ts'
import { declarationOf } from '../program/declaration-scope.ts'
import type { Closure } from './closure.ts'
import type { CaptureContext } from './find-closure.ts'
import { isReassigned } from './reassigned.ts'
import { declaredPlace, operatorPlace, taskWords } from './task-words.ts'

/** Reports a function that an object keeps while a variable that it captured may still change. */
export function checkHeld({ captures }: Closure, site: Site, { program, report }: CaptureContext): void {
  if (!site.isHeld) return
  for (const { name, symbol, at, kind } of captures) {
    const declaration = declarationOf(symbol)
    if (kind === 'task' || !declaration || !isReassigned(declaration, program.checker)) continue
    report.add({
      code: 'ATOMIC1010',
      at,
      message: `${taskWords(site)} reads \`${name}\`, whose value is taken where the function is written: a later change would be lost`,
      remedy:
        `Write the function where it is passed on, or keep the value in a constant first, \`const fixed = ${name}\`,\n` +
        `and use that in the function.`,
      related: [...declaredPlace(symbol), ...operatorPlace(site)],
    })
  }
}
