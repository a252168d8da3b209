import type { AnyFunction, TaskBundle, TaskRef } from '@atomic-ts/core/internal'
import { AtomicError } from '@atomic-ts/core/internal'
import { checkedTask } from '../border/checked-task.ts'
import { decodeForTasks } from '../codec/codec.ts'
import { tableDiff, type ProgramTable } from '../wire/program-table.ts'

/** The dispatch table of one executor: it runs what its bundles hold and nothing else. */
export class TaskTable {
  readonly #factories = new Map<string, TaskBundle[string]>()
  /** The functions that capture nothing: always the same one, which the engine has seen before. */
  readonly #functions = new Map<string, AnyFunction>()

  /** Loads a bundle and compares its tasks with the driver's. Gives what tells them apart. */
  async load({ bundle, tasks: known }: ProgramTable): Promise<readonly string[]> {
    const { default: tasks } = (await import(bundle)) as { default: TaskBundle }
    for (const [id, factory] of Object.entries(tasks)) {
      this.#factories.set(id, factory)
      this.#functions.delete(id)
    }
    return tableDiff(
      known,
      Object.keys(tasks).map((id) => ({ id })),
    )
  }

  /** The function of a reference, with its captured values bound. */
  resolve({ id, captures, local, border }: TaskRef): AnyFunction {
    if (local) return local
    const factory = this.#factories.get(id)
    if (factory && captures) return checkedTask(factory(...(decodeForTasks(captures) as unknown[])), border)
    const known = factory && (this.#functions.get(id) ?? factory())
    if (known) {
      this.#functions.set(id, known)
      return checkedTask(known, border)
    }
    throw new AtomicError('ATOMIC3006', {
      what: `This worker has no task ${id}.`,
      fix: 'Build the program again, so that driver and workers load the same bundle.',
    })
  }
}
