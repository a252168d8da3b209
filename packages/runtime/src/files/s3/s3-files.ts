import type { FileSystem } from '../file-system.ts'
import { findOnThread } from './find-on-thread.ts'
import { readObject } from './read-object.ts'
import { openS3Part } from './s3-part.ts'

/** The objects of a store that speaks S3. */
export const s3Files: FileSystem = {
  find: findOnThread,
  read: readObject,
  // What writes is loaded when something is written: most programs use no store.
  begin: async (path, options) => (await import('./s3-output.ts')).beginS3Output(path, options),
  openPart: openS3Part,
}
