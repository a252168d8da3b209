import { discardAllOutputs } from '../files/outputs-under-way.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
// Uploads elsewhere that are not given up by then stay, in milliseconds.
const discardDeadline = 3000
let watchers = 0

/** While an output is under way, a signal that ends the program removes it first. Gives what ends the watch. */
export function discardOnSignal(): () => void {
  if (watchers++ === 0) {
    for (const signal of signals) process.prependListener(signal, discard)
    process.on('exit', discardNow)
  }
  return () => {
    if (--watchers > 0) return
    for (const signal of signals) process.off(signal, discard)
    process.off('exit', discardNow)
  }
}

// What is on this machine is gone when the call returns; nothing else can be waited for any more.
function discardNow(): void {
  void discardAllOutputs()
}

function discard(signal: NodeJS.Signals): void {
  const deadline = new Promise((resolve) => setTimeout(resolve, discardDeadline).unref())
  void Promise.race([discardAllOutputs(), deadline]).then(() => {
    // Without our listener the signal means what it meant before; with another one, that decides.
    if (process.listenerCount(signal) > 1) return
    process.off(signal, discard)
    process.kill(process.pid, signal)
  })
}
