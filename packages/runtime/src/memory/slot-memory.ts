import { heapLimit } from './heap-limit.ts'

/** The part of a thread's heap that one task's records may fill before they go to disk: the rest is for the user's code. */
const share = 0.3

/**
 * How many bytes one task may hold of what it sorts, groups or sends, by the heap of this thread.
 * @param slots how many slots share the heap
 */
export function slotRoom(slots: number): number {
  return Math.floor((heapLimit() * share) / slots)
}
