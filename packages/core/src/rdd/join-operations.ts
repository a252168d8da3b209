import { partial } from '../operators/partial.ts'
import { callSite } from './call-site.ts'
import { RddBase } from './base.ts'
import { defaultPartitioner } from './default-partitioner.ts'
import { node, type CogroupNode, type Node } from './node.ts'
import { OrderedOperations } from './ordered-operations.ts'
import type { Group } from './pair.ts'
import type { RDD } from './rdd.ts'
import type { Step } from '../operators/step.ts'

/** An RDD of pairs. */
type Pairs<K, V> = RDD<readonly [K, V]>

/**
 * The operations that bring RDDs of pairs together by key. A side that is spread as the result will be does not move:
 * partition both sides alike, and cache them, to join them often.
 * @operators
 */
export abstract class JoinOperations<T> extends OrderedOperations<T> {
  /**
   * For each key in both RDDs, every pair of a value here and a value there.
   * @param other an RDD of pairs whose keys are of the same type
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example
   * const users = ctx.parallelize([[1, 'Ada'], [2, 'Bo']])
   * const orders = ctx.parallelize([[1, 'tea'], [1, 'milk'], [3, 'rum']])
   * const joined = await users.join(orders).collect()
   * joined.toSorted() // => [[1, ['Ada', 'milk']], [1, ['Ada', 'tea']]]
   */
  join<K, V, W>(this: Pairs<K, V>, other: Pairs<K, W>, partitions?: number): RDD<[K, [V, W]]> {
    return this.cogrouped('join', [other], partitions, { op: 'joinPairs' })
  }

  /**
   * As `join`, and for each key that is only here, its values with `undefined`.
   * @param other an RDD of pairs whose keys are of the same type
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example
   * const users = ctx.parallelize([[1, 'Ada'], [2, 'Bo']])
   * const orders = ctx.parallelize([[1, 'tea'], [3, 'rum']])
   * await users.leftOuterJoin(orders).collectAsMap() // => new Map([[1, ['Ada', 'tea']], [2, ['Bo', undefined]]])
   */
  leftOuterJoin<K, V, W>(
    this: Pairs<K, V>,
    other: Pairs<K, W>,
    partitions?: number,
  ): RDD<[K, [V, W | undefined]]> {
    return this.cogrouped('leftOuterJoin', [other], partitions, outer({ left: false, right: true }))
  }

  /**
   * As `join`, and for each key that is only there, `undefined` with its values.
   * @param other an RDD of pairs whose keys are of the same type
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example
   * const users = ctx.parallelize([[1, 'Ada'], [2, 'Bo']])
   * const orders = ctx.parallelize([[1, 'tea'], [3, 'rum']])
   * await users.rightOuterJoin(orders).collectAsMap() // => new Map([[1, ['Ada', 'tea']], [3, [undefined, 'rum']]])
   */
  rightOuterJoin<K, V, W>(
    this: Pairs<K, V>,
    other: Pairs<K, W>,
    partitions?: number,
  ): RDD<[K, [V | undefined, W]]> {
    return this.cogrouped('rightOuterJoin', [other], partitions, outer({ left: true, right: false }))
  }

  /**
   * As `join`, and for each key that is on one side only, its values with `undefined` for the other.
   * @param other an RDD of pairs whose keys are of the same type
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example
   * const users = ctx.parallelize([[1, 'Ada'], [2, 'Bo']])
   * const orders = ctx.parallelize([[1, 'tea'], [3, 'rum']])
   * await users.fullOuterJoin(orders).collectAsMap()
   * // => new Map([[1, ['Ada', 'tea']], [2, ['Bo', undefined]], [3, [undefined, 'rum']]])
   */
  fullOuterJoin<K, V, W>(
    this: Pairs<K, V>,
    other: Pairs<K, W>,
    partitions?: number,
  ): RDD<[K, [V | undefined, W | undefined]]> {
    return this.cogrouped('fullOuterJoin', [other], partitions, outer({ left: true, right: true }))
  }

  /**
   * For each key in any of the RDDs, all its values in each of them; none where it is missing.
   * @param other one, two or three RDDs of pairs whose keys are of the same type
   * @param partitions number of partitions of the result; by default as the default partitioner says
   * @example
   * const users = ctx.parallelize([[1, 'Ada'], [2, 'Bo']])
   * const orders = ctx.parallelize([[1, 'tea'], [1, 'milk']])
   * const both = users.cogroup(orders).mapValues(([names, goods]) => [[...names], [...goods]])
   * await both.collectAsMap() // => new Map([[1, [['Ada'], ['tea', 'milk']]], [2, [['Bo'], []]]])
   */
  cogroup<K, V, W>(this: Pairs<K, V>, other: Pairs<K, W>, partitions?: number): RDD<[K, [Group<V>, Group<W>]]>
  cogroup<K, V, W1, W2>(
    this: Pairs<K, V>,
    other1: Pairs<K, W1>,
    other2: Pairs<K, W2>,
    partitions?: number,
  ): RDD<[K, [Group<V>, Group<W1>, Group<W2>]]>
  cogroup<K, V, W1, W2, W3>(
    this: Pairs<K, V>,
    other1: Pairs<K, W1>,
    other2: Pairs<K, W2>,
    other3: Pairs<K, W3>,
    partitions?: number,
  ): RDD<[K, [Group<V>, Group<W1>, Group<W2>, Group<W3>]]>
  cogroup<K>(
    this: Pairs<K, unknown>,
    ...args: readonly (Pairs<K, unknown> | number | undefined)[]
  ): RDD<[K, Group<unknown>[]]> {
    const others = args.filter((arg) => arg instanceof RddBase)
    const partitions = args.find((arg): arg is number | undefined => !(arg instanceof RddBase))
    return this.cogrouped('cogroup', others, partitions)
  }

  /**
   * As `cogroup`.
   * @param other one, two or three RDDs of pairs whose keys are of the same type
   * @example
   * const users = ctx.parallelize([[1, 'Ada'], [2, 'Bo']])
   * const orders = ctx.parallelize([[1, 'tea'], [1, 'milk']])
   * const numbers = users.groupWith(orders).mapValues(([names, goods]) => names.length * goods.length)
   * await numbers.collectAsMap() // => new Map([[1, 2], [2, 0]])
   */
  groupWith<K, V, W>(this: Pairs<K, V>, other: Pairs<K, W>): RDD<[K, [Group<V>, Group<W>]]>
  groupWith<K, V, W1, W2>(
    this: Pairs<K, V>,
    other1: Pairs<K, W1>,
    other2: Pairs<K, W2>,
  ): RDD<[K, [Group<V>, Group<W1>, Group<W2>]]>
  groupWith<K, V, W1, W2, W3>(
    this: Pairs<K, V>,
    other1: Pairs<K, W1>,
    other2: Pairs<K, W2>,
    other3: Pairs<K, W3>,
  ): RDD<[K, [Group<V>, Group<W1>, Group<W2>, Group<W3>]]>
  groupWith<K>(this: Pairs<K, unknown>, ...others: readonly Pairs<K, unknown>[]): RDD<[K, Group<unknown>[]]> {
    return this.cogrouped('groupWith', others, undefined)
  }

  /**
   * The pairs whose keys the other RDD does not have; duplicates stay. Only the keys of the other side move.
   * @param partitions number of partitions of the result; by default those of this RDD
   * @param other whose keys to leave out
   * @example
   * const users = ctx.parallelize([[1, 'Ada'], [2, 'Bo']])
   * const banned = ctx.parallelize([[2, 'spam']])
   * await users.subtractByKey(banned).collect() // => [[1, 'Ada']]
   */
  subtractByKey<K, V>(this: Pairs<K, V>, other: Pairs<K, unknown>, partitions?: number): RDD<[K, V]> {
    const keys = other.narrow<[K, undefined]>('subtractByKey', partial({ op: 'eachKeyOnce' }), true)
    return this.cogrouped('subtractByKey', [keys], partitions, { op: 'subtractPairs' }, [this.lineage])
  }

  /** Every key with its values in each RDD, through a step; spread as the default partitioner of `sized` says. */
  protected cogrouped<U>(
    op: string,
    others: readonly { readonly lineage: Node }[],
    asked: number | undefined,
    after?: Step,
    sized?: readonly Node[],
  ): RDD<U> {
    const parents = [this.lineage, ...others.map(({ lineage }) => lineage)]
    const partitioner = defaultPartitioner(op, asked, sized ?? parents)
    return this.on(
      node<CogroupNode>({
        ...{ kind: 'cogroup', op, at: callSite(), partitions: partitioner.partitions },
        ...{ partitioner, parents, after: after ? [after] : [] },
      }),
    )
  }
}

function outer(mayBeMissing: { readonly left: boolean; readonly right: boolean }): Step {
  return { op: 'outerJoinPairs', params: mayBeMissing }
}
