import { AtomicError, callSite, type S3Options } from '@atomic-ts/core/internal'
import { checkGroup } from './check-group.ts'

const known: Readonly<Record<keyof S3Options, 'string' | 'boolean'>> = {
  endpoint: 'string',
  region: 'string',
  forcePathStyle: 'boolean',
}

/** Checks the settings of `s3://` paths, which travel to workers as they are: they must hold nothing else, such as keys. */
export function checkS3(s3: S3Options | undefined): S3Options | undefined {
  if (s3) checkGroup('s3', s3)
  for (const [name, value] of Object.entries(s3 ?? {})) {
    const type = Object.hasOwn(known, name) ? known[name as keyof S3Options] : undefined
    if (value === undefined || typeof value === type) continue
    throw new AtomicError('ATOMIC2005', {
      what: type ? `The option s3.${name} must be a ${type}.` : `The option s3.${name} is unknown.`,
      at: callSite(),
      fix: 'It takes endpoint, region and forcePathStyle. Credentials come from the environment, such as AWS_ACCESS_KEY_ID.',
    })
  }
  return s3 && { ...s3 }
}
