import * as cases from './by-key.cases.ts'
import { runCases } from './run-cases.ts'

await runCases(cases, new URL('by-key.cases.ts', import.meta.url))
