import { Context } from '@atomic-ts/runtime'
import { describeConformance } from './describe-conformance.ts'

// Room for about ten records a task, and none for what stages leave: everything that can go to disk does.
await describeConformance({ name: 'on disk', built: true }, () =>
  Context.local({ slots: 2, transport: 'threads', taskMemory: 0.0005, sharedMemory: 0.001 }),
)
