import { JoinOperations } from './join-operations.ts'

/**
 * The operations of RDDs of numbers.
 * @operators
 */
export abstract class NumericOperations<T> extends JoinOperations<T> {}
