import type {
  Border,
  DeclaredType,
  InputPartition,
  Pipeline,
  PipelineSource,
  ShapeField,
  Step,
  TaskRef,
  ValueShape,
} from '@atomic-ts/core/internal'
import { vocabulary } from '@atomic-ts/core/internal'
import { anything, bytes, constant, count, dictionary, flag, later, list, Misfit } from './shape.ts'
import { nothing, optional, shape, text, variants, word, type Check } from './shape.ts'

const positions = list(count)

const valueShape = variants<ValueShape>({
  any: {},
  number: {},
  string: {},
  boolean: {},
  bigint: {},
  null: {},
  undefined: {},
  date: {},
  literal: { values: list(constant) },
  array: { of: count },
  iterable: { of: count },
  set: { of: count },
  tuple: { slots: positions, required: count, rest: optional(count) },
  object: {
    fields: list(shape<ShapeField>({ name: text, shape: count, optional: optional(flag) })),
    values: optional(count),
  },
  map: { keys: count, values: count },
  bytes: { name: text },
  union: { of: positions },
})

const declaredType: Check<DeclaredType> = shape<DeclaredType>({
  shape: count,
  name: text,
  at: text,
  of: optional(later(() => declaredType)),
})

const border = shape<Border>({
  shapes: list(valueShape),
  record: optional(declaredType),
  doubtsRecord: optional(flag),
  result: optional(declaredType),
  name: text,
  at: text,
})

const taskRef = shape<TaskRef>({
  id: text,
  captures: optional(bytes),
  local: optional(nothing),
  border: optional(border),
})

const operatorName: Check<string> = (value) => {
  if (typeof value === 'string' && Object.hasOwn(vocabulary, value)) return value
  throw new Misfit('the name of an operator')
}

/** A step of a stage. What its parameters are is known to its operator alone. */
export const checkStep: Check<Step> = shape<Step>({
  op: operatorName,
  tasks: optional(list(taskRef)),
  params: optional(dictionary(anything)),
})

const source = variants<PipelineSource>({
  source: {
    node: count,
    format: word({ parallelize: 'parallelize', range: 'range', textFile: 'textFile', splits: 'splits' }),
    at: text,
  },
  shuffle: { shuffle: text },
  inputs: {
    combine: word({ concat: 'concat', zip: 'zip', cartesian: 'cartesian', each: 'each', cogroup: 'cogroup' }),
    inputs: list(later(() => checkPipeline)),
    reads: optional(list(list(shape<InputPartition>({ input: count, index: count })))),
  },
})

/** A source and the steps on it. */
export const checkPipeline: Check<Pipeline> = shape<Pipeline>({ source, steps: list(checkStep) })
