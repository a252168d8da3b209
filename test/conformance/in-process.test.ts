import { Context } from '@atomic-ts/runtime'
import { describeConformance } from './describe-conformance.ts'

await describeConformance({ name: 'in-process', built: true }, () =>
  Context.local({ slots: 2, transport: 'in-process' }),
)
