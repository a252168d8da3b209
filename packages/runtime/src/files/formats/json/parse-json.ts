import { parse } from 'lossless-json'

/** What becomes of integers beyond 2^53, which no number holds exactly. */
export type LargeIntegers = 'fail' | 'bigint' | 'round'

/**
 * The value of a JSON text.
 * @throws SyntaxError when it is none, RangeError for what no number holds, unless another form is asked for
 */
export function parseJson(text: string, largeIntegers: LargeIntegers): unknown {
  // So few digits are exact, and the native parser is ten times as fast.
  if (largeIntegers === 'round' || !(/\d{16}/.test(text) || mayBeInfinite(text))) return JSON.parse(text)
  return parse(text, undefined, {
    parseNumber: largeIntegers === 'bigint' ? integerOf : exactNumber,
    onDuplicateKey: ({ newValue }: { newValue: unknown }) => newValue,
  })
}

// Text is full of digits around an e; the first look is for most lines enough.
function mayBeInfinite(text: string): boolean {
  return /\d[eE]\+?\d{3}/.test(text) && /(?:^|[:[,\s])-?\d+(?:\.\d+)?[eE]\+?\d{3}/.test(text)
}

function integerOf(digits: string): number | bigint {
  return isUnsafe(digits) ? BigInt(digits) : finite(digits)
}

function exactNumber(digits: string): number {
  if (!isUnsafe(digits)) return finite(digits)
  throw new RangeError(`the integer ${digits} is no exact number`)
}

function finite(digits: string): number {
  const number = Number(digits)
  if (Number.isFinite(number)) return number
  throw new RangeError(`${digits} is larger than every number`)
}

function isUnsafe(digits: string): boolean {
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits))
}
