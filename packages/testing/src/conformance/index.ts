/**
 * The programs that every transport must answer.
 * @module @atomic-ts/testing/conformance
 */
export type { Case, Example, Family, OverNumbers, OverPairs } from './case.ts'
export { checkCase } from './check-case.ts'
export { loadPrograms } from './load-programs.ts'
