import * as cases from './side-effects.cases.ts'
import { runCases } from './run-cases.ts'

await runCases(cases, new URL('side-effects.cases.ts', import.meta.url))
