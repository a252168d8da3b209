export { Context, type RangeOptions } from './context/context.ts'
export type { LocalOptions } from './context/local-options.ts'
