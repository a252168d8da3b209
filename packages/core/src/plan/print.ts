import type { Step } from '../operators/step.ts'
import type { Pipeline, Stage } from './stage.ts'

/**
 * Prints a plan, a line for each stage: `stage 1 ×2 <- 0: shuffle 0 > combine(add) | collectRows`.
 * A shuffle shows as the stage that writes it, or as held when none needs to; a task as the symbol of its id.
 */
export function printPlan(stages: readonly Stage[]): string {
  const writers = new Map(stages.map(({ shuffle, id }) => [shuffle, id]))
  return stages.map((stage) => printStage(stage, writers)).join('\n')
}

/** The stage that writes each shuffle. */
type Writers = ReadonlyMap<string | undefined, number>

function printStage({ id, tasks, parents, pipelines, sink }: Stage, writers: Writers): string {
  const from = parents.length > 0 ? ` <- ${parents.join(', ')}` : ''
  const body = pipelines.map((pipeline) => printPipeline(pipeline, writers)).join('\n  + ')
  return `stage ${id} ×${tasks.length}${from}: ${body} | ${printStep(sink)}`
}

function printPipeline({ source, steps }: Pipeline, writers: Writers): string {
  return [printSource(source, writers), ...steps.map(printStep)].join(' > ')
}

function printSource(source: Pipeline['source'], writers: Writers): string {
  switch (source.kind) {
    case 'source':
      return source.format
    case 'shuffle':
      return `shuffle ${writers.get(source.shuffle) ?? 'held'}`
    case 'inputs':
      return `${source.combine}(${source.inputs.map((input) => printPipeline(input, writers)).join(', ')})`
  }
}

function printStep({ op, tasks = [], params = {} }: Step): string {
  const names = tasks.map(({ id }) => id.replace(/^.*#/, '').replace(/@[^@]*$/, ''))
  const by = op === 'exchange' ? [`${String(params['by'])} ${String(params['partitions'])}`] : []
  const inside = [...by, ...names].join(', ')
  return inside ? `${op}(${inside})` : op
}
