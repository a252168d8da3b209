import * as cases from './rearrangements.cases.ts'
import { runCases } from './run-cases.ts'

await runCases(cases, new URL('rearrangements.cases.ts', import.meta.url))
