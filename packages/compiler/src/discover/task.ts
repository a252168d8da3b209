import type { ts } from 'ts-morph'
import type { Closure } from '../capture/closure.ts'
import type { Site } from './site.ts'

/** A function that workers can run. */
export interface Task {
  /** The symbol in its id: `words`, `Geo.distance`, `main.filter:2`. */
  readonly name: string
  readonly file: ts.SourceFile
  /** What makes the function: an expression in the user's source, or a name that its module declares. */
  readonly body:
    | { readonly kind: 'code'; readonly node: Site['node'] }
    | { readonly kind: 'name'; readonly path: string }
  /** Where the user wrote it. */
  readonly at: ts.Node
  readonly closure: Closure
  readonly type: ts.Type
}

/** A site in the driver and the task behind it. */
export interface TaskSite {
  readonly site: Site
  readonly task: Task
}
