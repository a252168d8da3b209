export { AtomicError } from './errors/atomic-error.ts'
export type { ErrorCode } from './errors/codes.ts'
export { task } from './tasks/decorator.ts'
