/** The numbers that a workload is made of, such as how many records. */
export type Size = Readonly<Record<string, number>>

/** What an answer boils down to: counts and checksums, the same for everyone. */
export type Answer = Readonly<Record<string, number>>

/** A piece of work that every contestant can be given. */
export interface Workload {
  readonly name: string
  /** One line for the table. */
  title(size: Size): string
  /** The numbers at a scale; 1 is the published size. */
  size(scale: number): Size
  /** Writes the data that all contestants read into a folder, once. Gives the paths by name. */
  write(folder: string, size: Size): Readonly<Record<string, string>>
  /** What everyone may hold in memory, in MB; without limit when left out. */
  readonly memory?: number
}

/** A workload at a size, with its data: what a contestant is started with. */
export interface Problem {
  readonly workload: string
  readonly size: Size
  readonly files: Readonly<Record<string, string>>
  readonly partitions: number
  readonly slots: number
  /** What a contestant may hold in memory, in MB. */
  readonly memory?: number
  /** Whether the result may stay in columns, whose rows are made when they are read. */
  readonly isColumnar?: boolean
}
