import { Context } from '@atomic-ts/runtime'
import { describeConformance } from './describe-conformance.ts'

await describeConformance({ name: 'threads', built: true }, () =>
  Context.local({ slots: 2, transport: 'threads' }),
)
