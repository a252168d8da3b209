import * as cases from './actions.cases.ts'
import { runCases } from './run-cases.ts'

await runCases(cases, new URL('actions.cases.ts', import.meta.url))
