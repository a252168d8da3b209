import type { Step } from '../operators/step.ts'
import type { Pipeline, Stage } from './stage.ts'

/**
 * Prints a plan, a line for each stage: `stage 1 ×2 <- 0: shuffle 7 > combine | collectRows`.
 * A task shows as the symbol of its id.
 */
export function printPlan(stages: readonly Stage[]): string {
  return stages.map(printStage).join('\n')
}

function printStage({ id, tasks, parents, pipelines, sink }: Stage): string {
  const from = parents.length > 0 ? ` <- ${parents.join(', ')}` : ''
  const body = pipelines.map(printPipeline).join('\n  + ')
  return `stage ${id} ×${tasks.length}${from}: ${body} | ${printStep(sink)}`
}

function printPipeline({ source, steps }: Pipeline): string {
  return [printSource(source), ...steps.map(printStep)].join(' > ')
}

function printSource(source: Pipeline['source']): string {
  switch (source.kind) {
    case 'source':
      return source.format
    case 'shuffle':
      return 'shuffle'
    case 'cogroup':
      return `cogroup(${source.inputs.map(printPipeline).join(', ')})`
  }
}

function printStep({ op, tasks = [], params = {} }: Step): string {
  const names = tasks.map(({ id }) => id.replace(/^.*#/, '').replace(/@[^@]*$/, ''))
  const by = op === 'exchange' ? [`${String(params['by'])} ${String(params['partitions'])}`] : []
  const inside = [...by, ...names].join(', ')
  return inside ? `${op}(${inside})` : op
}
