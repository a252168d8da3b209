import { ts } from 'ts-morph'
import type { CaptureContext } from '../capture/find-closure.ts'
import { isDriverValue } from '../capture/driver-value.ts'
import { isOfOneRun } from '../capture/of-one-run.ts'
import { refusalOf } from '../capture/serialisable.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'
import type { Task } from '../discover/task.ts'
import { checkGlobals } from './check-globals.ts'
import { checkStaleState } from './check-stale-state.ts'
import type { Declared, Linked } from './linked.ts'
import { pathOf } from './path-of.ts'
import { reach, type Step } from './reach.ts'

/** Reports module-level things that tasks reach but workers cannot have, or would have with another value. */
export function checkLinks(found: FoundTasks, context: CaptureContext): void {
  for (const task of found.tasks) {
    const reached = reach(task.closure.uses, context.linker)
    for (const [linked, step] of reached) {
      checkDriverOnly(linked, step, task, context)
      checkOneRun(linked, step, task, context)
    }
  }
  checkStaleState(found, context)
  checkGlobals(found, context)
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

/** A value from chance or the clock: each worker would make another one. */
function checkOneRun(
  linked: Linked,
  step: Step,
  task: Task,
  { program, linker, report }: CaptureContext,
): void {
  if (linked.kind !== 'declared' || !isDriverValue(linked, program, linker)) return
  if (!isOfOneRun(linked, program, linker)) return
  const path = pathOf(step, task)
  report.add({
    code: 'ATOMIC1010',
    at: path.at,
    message: `the task \`${task.name}\` reads \`${linked.name}\`, whose value is another one whenever it is made: each worker would have its own`,
    remedy:
      `Pass \`${linked.name}\` to the function as a parameter, from an inline task: there it travels as a value.\n` +
      `Or make it where it is used, if each use may have a value of its own.`,
    related: [
      ...path.related,
      ...linked.nodes.slice(0, 1).map((at) => ({ at, message: `\`${linked.name}\` is made here` })),
    ],
  })
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
