import type { CaptureContext } from '../capture/find-closure.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'

/** Reports module-level things that tasks reach but workers cannot have. */
export function checkLinks(_found: FoundTasks, _context: CaptureContext): void {}
