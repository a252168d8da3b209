import { ts } from 'ts-morph'
import type { CaptureContext } from '../capture/find-closure.ts'
import { refusalOf } from '../capture/serialisable.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'
import type { Task } from '../discover/task.ts'
import { checkStaleState } from './check-stale-state.ts'
import type { Declared, Linked } from './linked.ts'
import { pathOf } from './path-of.ts'
import { reach, type Step } from './reach.ts'

/** Reports module-level things that tasks reach but workers cannot have, or would have with another value. */
export function checkLinks(found: FoundTasks, context: CaptureContext): void {
  for (const task of found.tasks) {
    const reached = reach(task.closure.uses, context.linker)
    for (const [linked, step] of reached) checkDriverOnly(linked, step, task, context)
  }
  checkStaleState(found, context)
}

/** A context, an RDD, or a value that is made from one: only the driver can make it. */
function checkDriverOnly(linked: Linked, step: Step, task: Task, { program, report }: CaptureContext): void {
  if (linked.kind !== 'declared' || !isVariable(linked)) return
  for (const name of linked.nodes.filter(ts.isVariableDeclaration).map((node) => node.name)) {
    const refusal = refusalOf(program.checker.getTypeAtLocation(name), program.checker)
    if (refusal?.code !== 'ATOMIC1002' && refusal?.code !== 'ATOMIC1003') continue
    const how = step.from ? 'reaches' : 'uses'
    const path = pathOf(step, task)
    report.add({
      code: refusal.code,
      at: path.at,
      message: `the task \`${task.name}\` ${how} \`${linked.name}\`, which is ${refusal.is}: only the driver has it`,
      remedy: driverOnlyRemedy(linked.name, step),
      related: [...path.related, { at: name, message: `\`${linked.name}\` is declared here` }],
    })
  }
}

function driverOnlyRemedy(name: string, { from }: Step): string {
  const made = from?.to
  return made?.kind === 'declared' && isVariable(made)
    ? `\`${made.name}\` is made by the driver's work. Make it inside of a function, for example \`main\`,\n` +
        `and use it there in an inline task: it travels as a value.`
    : `Do the work with \`${name}\` outside of the task, and use its result in the task.`
}

function isVariable({ nodes }: Declared): boolean {
  return nodes.some(ts.isVariableDeclaration)
}
