import * as cases from './shared.cases.ts'
import { runCases } from './run-cases.ts'

await runCases(cases, new URL('shared.cases.ts', import.meta.url))
