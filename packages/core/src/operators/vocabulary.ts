import { collectRows } from '../actions/collect.ts'
import { countRows } from '../actions/count.ts'
import { tallyRows } from '../actions/count-by-value.ts'
import { foldRows } from '../actions/fold.ts'
import { foreachRow } from '../actions/foreach.ts'
import { bucketRows, extentRows } from '../actions/histogram.ts'
import { orderedRows } from '../actions/top.ts'
import { reduceRows } from '../actions/reduce.ts'
import { runPartition, visitPartition } from '../actions/run-job.ts'
import { sampleKeys } from '../actions/sample-keys.ts'
import { statRows } from '../actions/stats.ts'
import { sumRows } from '../actions/sum.ts'
import { takeRows } from '../actions/take.ts'
import { drawAgain, drawOnce } from '../actions/take-sample.ts'
import { writePart } from '../actions/save.ts'
import { schemaRows } from '../actions/schema-of.ts'
import { writeSink } from '../actions/save-with.ts'
import { sketchRows } from '../actions/count-approx-distinct.ts'
import { partitionOfKey, valuesOfKey } from '../actions/lookup.ts'
import { barrierPartitions } from './barrier-partitions.ts'
import { combine } from './combine.ts'
import { exchange } from './exchange.ts'
import { filter } from './filter.ts'
import { flatMap } from './flat-map.ts'
import { group } from './group.ts'
import { joinPairs } from './join-pairs.ts'
import { keyBy } from './key-by.ts'
import { keyByPartition } from './key-by-partition.ts'
import { map } from './map.ts'
import { flatMapAsync, foreachAsync, mapAsync } from './map-async.ts'
import { mapPartitions } from './map-partitions.ts'
import { mapValues } from './map-values.ts'
import { persist } from './persist.ts'
import { pullRows } from './pull-rows.ts'
import { pipe } from './pipe.ts'
import { drawValues, samplePairs } from './sample-pairs.ts'
import { sort } from './sort.ts'
import { keys } from './keys.ts'
import { values } from './values.ts'
import { flatMapValues } from './flat-map-values.ts'
import { foldValues } from './fold-values.ts'
import { createCombiners } from './create-combiners.ts'
import { keyByKey } from './key-by-key.ts'
import { filterRange } from './filter-range.ts'
import { outerJoinPairs } from './outer-join-pairs.ts'
import { subtractPairs } from './subtract-pairs.ts'
import { addCounts, countValues } from './count-values.ts'
import { eachKeyOnce, lastValues } from './last-values.ts'
import { estimateSketches, mergeSketches, sketchValues } from './sketch-values.ts'
import { commonKeys } from './common-keys.ts'
import { glom } from './glom.ts'
import { limitRows } from './limit-rows.ts'
import { mapPartitionsWithIndex } from './map-partitions-with-index.ts'
import { numberRecords, numberUniquely } from './number-records.ts'
import { pairWithNull } from './pair-with-null.ts'
import { keepOften, keepSome } from './keep-some.ts'
import { openFiles, openSource } from './open-splits.ts'
import { spreadInputs } from './spread-inputs.ts'
import { unique } from './unique.ts'
import type { Operator } from './step.ts'

/** Every physical operator by the name that travels in a step. A new one is a file and a line here. */
export const vocabulary: Readonly<Record<string, Operator>> = {
  map,
  filter,
  flatMap,
  mapPartitions,
  mapPartitionsWithIndex,
  barrierPartitions,
  glom,
  numberRecords,
  numberUniquely,
  limitRows,
  keepSome,
  keepOften,
  spreadInputs,
  pairWithNull,
  commonKeys,
  mapAsync,
  flatMapAsync,
  foreachAsync,
  pipe,
  mapValues,
  keyBy,
  keyByPartition,
  joinPairs,
  outerJoinPairs,
  subtractPairs,
  keys,
  values,
  flatMapValues,
  keyByKey,
  filterRange,
  foldValues,
  createCombiners,
  countValues,
  addCounts,
  lastValues,
  eachKeyOnce,
  sketchValues,
  mergeSketches,
  estimateSketches,
  valuesOfKey,
  partitionOfKey,
  sketchRows,
  samplePairs,
  drawValues,
  combine,
  group,
  unique,
  sort,
  persist,
  gatherRows: persist,
  pullRows,
  exchange,
  collectRows,
  countRows,
  countBefore: countRows,
  takeRows,
  reduceRows,
  foldRows,
  orderedRows,
  tallyRows,
  statRows,
  sumRows,
  extentRows,
  bucketRows,
  drawOnce,
  drawAgain,
  runPartition,
  visitPartition,
  foreachRow,
  sampleKeys,
  writePart,
  writeSink,
  schemaRows,
  openFiles,
  openSource,
}
