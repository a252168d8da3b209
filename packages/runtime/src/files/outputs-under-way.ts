import type { Output } from './output.ts'

const begun = new Set<Pick<Output, 'discard'>>()

/** Notes an output that this process has begun. */
export function outputBegun(output: Pick<Output, 'discard'>): void {
  begun.add(output)
}

/** Forgets an output: it is committed or discarded. */
export function outputEnded(output: Pick<Output, 'discard'>): void {
  begun.delete(output)
}

/** Discards every output that this process has begun and not ended: for a handler of signals or of `exit`. */
export async function discardAllOutputs(): Promise<void> {
  await Promise.all([...begun].map((output) => output.discard()))
}
