import type { MemoryBudget } from '../memory/memory-budget.ts'
import { share } from '../wire/frame.ts'
import { Broadcast, type BroadcastSource } from './broadcast.ts'

let lastId = 0

/**
 * Makes a broadcast in the driver.
 * @param forget frees the copies on the workers
 * @param budget counts the bytes, of which the threads of this process read the one copy
 */
export function newBroadcast<T>(
  { value, bytes, at }: Pick<BroadcastSource<T>, 'value' | 'bytes' | 'at'>,
  forget: (id: number) => void,
  budget: MemoryBudget,
): Broadcast<T> {
  const id = ++lastId
  const release = counted(budget, bytes.length)
  let held: { readonly value: T; readonly bytes: Uint8Array } | undefined = { value, bytes: shared(bytes) }
  const broadcast = new Broadcast<T>(id, {
    at,
    get value() {
      return need().value
    },
    get bytes() {
      return need().bytes
    },
    get isDestroyed() {
      return held === undefined
    },
    unpersist: () => forget(id),
    destroy() {
      held = undefined
      release()
      forget(id)
    },
  })
  unused.register(broadcast, () => {
    release()
    forget(id)
  })
  return broadcast

  function need(): { readonly value: T; readonly bytes: Uint8Array } {
    if (held) return held
    throw new TypeError(`The broadcast ${id} is destroyed.`)
  }
}

// What nothing refers to any more, no later task can need.
const unused = new FinalizationRegistry<() => void>((forget) => forget())

/** Counts bytes until the result is called. */
function counted(budget: MemoryBudget, bytes: number): () => void {
  let isHeld = true
  budget.take(bytes)
  return () => {
    if (isHeld) budget.release(bytes)
    isHeld = false
  }
}

/** The bytes in memory that every thread can read. */
function shared(bytes: Uint8Array): Uint8Array {
  return share([bytes])[0] ?? bytes
}
