import { discardAllOutputs } from '../files/text-output.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let watchers = 0

/** While an output is under way, a signal that ends the program removes it first. Gives what ends the watch. */
export function discardOnSignal(): () => void {
  if (watchers++ === 0) {
    for (const signal of signals) process.prependListener(signal, discard)
    process.on('exit', discardAllOutputs)
  }
  return () => {
    if (--watchers > 0) return
    for (const signal of signals) process.off(signal, discard)
    process.off('exit', discardAllOutputs)
  }
}

function discard(signal: NodeJS.Signals): void {
  discardAllOutputs()
  // Without our listener the signal means what it meant before; with another one, that decides.
  if (process.listenerCount(signal) > 1) return
  process.off(signal, discard)
  process.kill(process.pid, signal)
}
