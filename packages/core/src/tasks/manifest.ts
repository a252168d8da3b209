import type { Schema } from '../schema/schema.ts'
import type { TaskTypes } from '../schema/value-shape.ts'

/** What the build step records of one program; the same on the driver and on every worker. */
export interface Manifest {
  /** Layout version of this record. */
  readonly version: 1
  /** Hash over the whole task bundle; driver and worker compare it before any work. */
  readonly fingerprint: string
  readonly tasks: readonly TaskEntry[]
}

/** One registered task. */
export interface TaskEntry {
  /** `path#symbol@hash`; it changes exactly when the task's behaviour may have. */
  readonly id: string
  /** The symbol: `words`, `Geo.distance`, `main.filter`. */
  readonly name: string
  /** The user's file, relative to the program's root, with `/` between folders. */
  readonly file: string
  /** Line of the task in that file, from 1. */
  readonly line: number
  /** Names of the captured variables, in the order in which their values travel. */
  readonly captures: readonly string[]
  readonly parameters: readonly Schema[]
  readonly result: Schema
  /** What can be checked where data enters: left out when nothing can. */
  readonly types?: TaskTypes
}

/** The default export of a task bundle: for each task id, what makes the function from its captured values. */
export type TaskBundle = Readonly<Record<string, TaskFactory>>

/** Makes a task's function from its captured values. */
export type TaskFactory = (...captures: readonly unknown[]) => AnyFunction

/** Any function, with its parameters unknown. */
export type AnyFunction = (...args: never[]) => unknown
