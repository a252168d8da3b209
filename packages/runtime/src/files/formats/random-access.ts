/** A file of which any bytes can be read. */
export interface RandomAccess {
  /** For error messages. */
  readonly path: string
  readonly size: number
  /** The bytes from `start` up to but not including `end`, both within the file. */
  read(start: number, end: number): Promise<Uint8Array>
}
