import type { FileRef, S3Options } from '@atomic-ts/core/internal'
import { count, flag, optional, shape, text, type Check } from './shape.ts'

/** A file that the driver found. */
export const checkFileRef: Check<FileRef> = shape<FileRef>({
  path: text,
  size: count,
  version: optional(text),
  s3: optional(
    shape<S3Options>({ endpoint: optional(text), region: optional(text), forcePathStyle: optional(flag) }),
  ),
})
