import { flatten } from './flatten.ts'
import { MapByValue } from '../keys/map-by-value.ts'
import type { RddBase } from '../rdd/base.ts'

/** The number of pairs of each key, of an RDD that holds these counts. */
export async function countByKey<K>(counts: RddBase<readonly [K, number]>): Promise<Map<K, number>> {
  const parts = (await counts.run('countByKey', { op: 'collectRows' })) as (readonly [K, number])[][]
  return asMap(parts, (_, count) => count)
}

/** The values of each key merged, in each partition and then in the driver. */
export async function reduceByKeyLocally<K, V>(
  rdd: RddBase<readonly [K, V]>,
  f: (a: V, b: V) => V,
): Promise<Map<K, V>> {
  const parts = await rdd.run('reduceByKeyLocally', { op: 'combine', tasks: [rdd.link(f)] })
  return asMap(parts as (readonly [K, V])[][], f)
}

/** Every key with its last value. */
export async function collectAsMap<K, V>(rdd: RddBase<readonly [K, V]>): Promise<Map<K, V>> {
  const parts = await rdd.run('collectAsMap', { op: 'lastValues' })
  return asMap(parts as (readonly [K, V])[][], (_, value) => value)
}

function asMap<K, V>(parts: (readonly [K, V])[][], merge: (a: V, b: V) => V): Map<K, V> {
  const map = new MapByValue<K, V>()
  for (const [key, value] of flatten(parts)) {
    map.set(key, map.has(key) ? merge(map.get(key) as V, value) : value)
  }
  return map
}
