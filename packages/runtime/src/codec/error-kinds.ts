/** The error classes of the language, by name. */
export const errorKinds: ReadonlyMap<string, () => Error> = new Map<string, () => Error>([
  ['Error', () => new Error()],
  ['EvalError', () => new EvalError()],
  ['RangeError', () => new RangeError()],
  ['ReferenceError', () => new ReferenceError()],
  ['SyntaxError', () => new SyntaxError()],
  ['TypeError', () => new TypeError()],
  ['URIError', () => new URIError()],
  ['AggregateError', () => new AggregateError([])],
])
const prototypes = new Map<unknown, string>(
  [...errorKinds].map(([kind, make]) => [Object.getPrototypeOf(make()), kind]),
)

/** The name of an error's class when it is one of the language's, and not derived from it. */
export function errorKindOf(error: object): string | undefined {
  return prototypes.get(Object.getPrototypeOf(error))
}
