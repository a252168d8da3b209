import type { Step } from './step.ts'

/** The names that one step's generated code may use. */
export interface Code {
  /** Variable that holds the step's task `i`. */
  task(i: number): string
  /** Variable that holds one of the step's constants. */
  param(name: string): string
  /** The step's constants, for code that differs by them. */
  readonly params: Readonly<Record<string, unknown>>
  /** Variable of this step that keeps its value from one record to the next; it starts as the expression says. */
  state(name: string, init: string): string
  /** Declares a constant and continues with its name. */
  let(expression: string, next: (name: string) => string): string
  /** A name that nothing else has. */
  fresh(): string
  /** Code that ends the partition early. */
  readonly stop: string
}

/** Everything that one fused loop binds, gathered while its code is written. */
export interface Bindings {
  readonly tasks: { readonly name: string; readonly step: number; readonly index: number }[]
  readonly params: { readonly name: string; readonly step: number; readonly key: string }[]
  readonly states: { readonly name: string; readonly init: string }[]
}

/** Names for the steps of one loop. */
export function nameSteps(): { bindings: Bindings; code: (index: number, step: Step) => Code } {
  const bindings: Bindings = { tasks: [], params: [], states: [] }
  let names = 0
  const fresh = (): string => `v${++names}`
  const code = (step: number, { params = {} }: Step): Code => ({
    params,
    task(index) {
      const name = `f${step}_${index}`
      if (!bindings.tasks.some((bound) => bound.name === name)) bindings.tasks.push({ name, step, index })
      return name
    },
    param(key) {
      const name = `p${step}_${key}`
      if (!bindings.params.some((bound) => bound.name === name)) bindings.params.push({ name, step, key })
      return name
    },
    state(key, init) {
      const name = `s${step}_${key}`
      if (!bindings.states.some((bound) => bound.name === name)) bindings.states.push({ name, init })
      return name
    },
    let(expression, next) {
      const name = fresh()
      return `const ${name} = ${expression}\n${next(name)}`
    },
    fresh,
    stop: 'stopped = true\nbreak outer',
  })
  return { bindings, code }
}
