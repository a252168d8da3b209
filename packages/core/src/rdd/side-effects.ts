import { NumericOperations } from './numeric-operations.ts'

/**
 * The operations that reach outside: calls that wait, and programs.
 * @operators
 */
export abstract class SideEffects<T> extends NumericOperations<T> {}
