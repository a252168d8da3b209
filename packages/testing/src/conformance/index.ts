export type { Case, Example, Family, OverNumbers, OverPairs } from './case.ts'
export { checkCase } from './check-case.ts'
export { loadFamilies } from './load-families.ts'
