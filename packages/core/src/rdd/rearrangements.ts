import { Transformations } from './transformations.ts'

/**
 * The operations that combine, split, thin out and spread RDDs.
 * @operators
 */
export abstract class Rearrangements<T> extends Transformations<T> {}
