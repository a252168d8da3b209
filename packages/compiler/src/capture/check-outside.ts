import { ts } from 'ts-morph'
import { heldOrigins } from '../discover/function-origin.ts'
import type { Site } from '../discover/site.ts'
import type { CaptureContext } from './find-closure.ts'
import type { UserProgram } from '../program/user-program.ts'
import { isFunctionType } from './function-type.ts'
import { outsideOf } from './own-this.ts'
import { operatorPlace, taskWords } from './task-words.ts'

/** Reports a task that takes `this` or an `await` from the function around it. */
export function checkOutside(piece: ts.Node, site: Site, { program, report }: CaptureContext): void {
  const { receiver, suspension } = outsideOf(piece)
  const related = operatorPlace(site)
  if (receiver) {
    const word = receiver.getText()
    const message = `${taskWords(site)} captures \`${word}\`, which exists only in the driver`
    report.add({
      code: 'ATOMIC1004',
      at: receiver,
      message,
      remedy: receiverRemedy(receiver, program),
      related,
    })
  }
  if (suspension) {
    const word = ts.isAwaitExpression(suspension) ? 'await' : 'yield'
    const message = `${taskWords(site)} is made by an expression with \`${word}\`, which a worker cannot evaluate again`
    const remedy = `Do the \`${word}\` before, keep its result in a variable, and use that in the task.`
    report.add({ code: 'ATOMIC1006', at: suspension, message, remedy, related })
  }
}

function receiverRemedy(receiver: ts.Node, { checker }: UserProgram): string {
  const { parent } = receiver
  if (receiver.kind === ts.SyntaxKind.ThisKeyword && ts.isPropertyAccessExpression(parent)) {
    const text = parent.name.text.replace(/^#/, '')
    const isFunction = isFunctionType(checker.getTypeAtLocation(parent), checker)
    return isFunction && !heldOrigins(parent, checker)
      ? `Make \`${text}\` a function of the module or a static method, and pass it what it needs.`
      : `Keep the value in a variable first, \`const ${text} = this.${parent.name.text}\`, and use \`${text}\` in the task.`
  }
  return 'Keep what the task needs in a variable first, and use that in the task.'
}
