import * as cases from './core.cases.ts'
import { runCases } from './run-cases.ts'

await runCases(cases, new URL('core.cases.ts', import.meta.url))
