import type { ErrorRecord } from '../codec/error-record.ts'
import { anything, later, list, optional, orUndefined, pair, text, variants, type Check } from './shape.ts'

/** What was thrown, as data. */
export const checkErrorRecord: Check<ErrorRecord> = variants<ErrorRecord>({
  error: {
    errorClass: text,
    name: text,
    message: text,
    stack: orUndefined(text),
    properties: list(pair(text, anything)),
    cause: optional(later(() => checkErrorRecord)),
    errors: optional(list(later(() => checkErrorRecord))),
  },
  value: { value: anything },
  shown: { text },
})
