import { Context } from '@atomic-ts/runtime'
import { describeConformance } from './describe-conformance.ts'

await describeConformance({ name: 'in-process, not built', built: false }, () =>
  Context.local({ slots: 2, transport: 'in-process' }),
)
