import type { AnyFunction, TaskBundle, TaskRef } from '@atomic-ts/core/internal'
import { AtomicError } from '@atomic-ts/core/internal'
import { checkedTask } from '../border/checked-task.ts'
import { decodeValue } from '../codec/codec.ts'

/** The dispatch table of one executor: it runs what its bundles hold and nothing else. */
export class TaskTable {
  readonly #factories = new Map<string, TaskBundle[string]>()
  /** The functions that capture nothing: always the same one, which the engine has seen before. */
  readonly #functions = new Map<string, AnyFunction>()

  /** Loads a bundle and compares its ids with the driver's. */
  async load(bundle: string, ids: readonly string[]): Promise<{ missing: string[]; extra: string[] }> {
    const { default: tasks } = (await import(bundle)) as { default: TaskBundle }
    const known = new Set(ids)
    for (const [id, factory] of Object.entries(tasks)) {
      this.#factories.set(id, factory)
      this.#functions.delete(id)
    }
    return {
      missing: ids.filter((id) => !Object.hasOwn(tasks, id)),
      extra: Object.keys(tasks).filter((id) => !known.has(id)),
    }
  }

  /** The function of a reference, with its captured values bound. */
  resolve({ id, captures, local, border }: TaskRef): AnyFunction {
    if (local) return local
    const factory = this.#factories.get(id)
    if (factory && captures) return checkedTask(factory(...(decodeValue(captures) as unknown[])), border)
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
