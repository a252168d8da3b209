import { register } from 'node:module'
import { workerData } from 'node:worker_threads'

// The user's own lines in stacks, as soon as the user's program runs.
process.setSourceMapsEnabled(true)
// A thread that runs tasks gets them built: a loader there would be one more thread to start.
if (!isTaskThread(workerData)) register('./register/hooks.js', import.meta.url)

function isTaskThread(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'isTaskThread' in data
}
