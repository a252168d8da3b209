import { AsyncLocalStorage } from 'node:async_hooks'

const ofTask = new AsyncLocalStorage<string>()

/** Runs a task that finds the files sent along with its context in a folder. */
export function withFilesFolder<R>(folder: string | undefined, run: () => R): R {
  return folder === undefined ? run() : ofTask.run(folder, run)
}

/** Where the running task finds the files that were sent along; `undefined` in the driver. */
export function filesFolder(): string | undefined {
  return ofTask.getStore()
}
