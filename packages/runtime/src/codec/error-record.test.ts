import { AtomicError, isAtomicError } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import { decodeValue, encodeValue } from './codec.ts'
import { fromErrorRecord, toErrorRecord, type ErrorRecord } from './error-record.ts'

test('an AtomicError stays one, with its code, place and message', () => {
  const error = new AtomicError('ATOMIC4003', { what: 'A record is 7.', at: 'a.ts:1:2', fix: 'Use pairs.' })
  const arrived = sent(error)
  expect(isAtomicError(arrived) && arrived instanceof AtomicError).toBe(true)
  expect(arrived).toMatchObject({
    code: 'ATOMIC4003',
    at: 'a.ts:1:2',
    message: error.message,
    stack: error.stack,
  })
})

test.each([TypeError, RangeError, SyntaxError, EvalError, ReferenceError, URIError, Error])(
  '%o stays of its class, with its stack',
  (Class) => {
    const error = new Class('broken')
    const arrived = sent(error)
    expect(arrived).toBeInstanceOf(Class)
    expect(arrived).toMatchObject({ name: error.name, message: 'broken', stack: error.stack })
    expect(Object.keys(Object(arrived))).toEqual([])
  },
)

test('an error of the user keeps its name, its properties and the class that it derives from', () => {
  class HttpError extends RangeError {
    override name = 'HttpError'
    status = 404
    retry = (): number => 1
  }
  const arrived = sent(new HttpError('gone'))
  expect(arrived).toBeInstanceOf(RangeError)
  expect(arrived).toMatchObject({ name: 'HttpError', message: 'gone', status: 404 })
  expect(arrived).not.toHaveProperty('retry')
})

test('causes and the errors of an AggregateError arrive', () => {
  const error = new AggregateError([new TypeError('a'), 'b'], 'all', { cause: new Error('c', { cause: 7 }) })
  const arrived = sent(error)
  expect(arrived).toBeInstanceOf(AggregateError)
  expect(arrived).toMatchObject({ errors: [{ name: 'TypeError', message: 'a' }, 'b'] })
  expect(arrived).toMatchObject({ cause: { message: 'c', cause: 7 } })
})

test('a cause that is its own cause ends somewhere', () => {
  const error = new Error('round')
  error.cause = error
  expect(sent(error)).toMatchObject({ message: 'round', cause: { message: 'round' } })
})

test('a very long text is cut', () => {
  const arrived = sent(new Error('x'.repeat(3 << 20))) as Error
  expect(arrived.message).toMatch(/^x+…$/)
  expect(arrived.message.length).toBeLessThan(2 << 20)
})

test('a DOMException keeps its name', () => {
  expect(sent(new DOMException('stopped', 'AbortError'))).toMatchObject({
    name: 'AbortError',
    message: 'stopped',
  })
})

test.each(['x', null, undefined, 7, 7n, [1], { code: 1 }])('a thrown %o arrives as the value', (thrown) => {
  expect(sent(thrown)).toEqual(thrown)
})

const hostile = new Proxy(new Error('x'), {
  get: () => fail(),
  getPrototypeOf: () => fail(),
  ownKeys: () => fail(),
  has: () => fail(),
})

test.each([
  ['a function', () => 1, 'A value was thrown that is not an error: [Function'],
  ['a symbol', Symbol('s'), 'A value was thrown that is not an error: Symbol(s)'],
  ['an instance', new (class User { name = 'Ada' })(), "A value was thrown that is not an error: User { name: 'Ada' }"], // prettier-ignore
  ['something hostile', hostile, ''],
])('%s becomes an error that shows it', (_, thrown, message) => {
  const arrived = sent(thrown)
  expect(arrived).toBeInstanceOf(Error)
  expect(arrived).toHaveProperty('message', expect.stringContaining(message))
})

test('getters that throw are left out', () => {
  const error = new Error('kept')
  for (const name of ['stack', 'cause', 'detail'])
    Object.defineProperty(error, name, { get: fail, enumerable: true })
  expect(sent(error)).toMatchObject({ message: 'kept' })
  const nameless = Object.defineProperty(new Error('kept'), 'message', { get: fail })
  expect(sent(nameless)).toBeInstanceOf(Error)
})

/** As a message carries it. */
function sent(thrown: unknown): unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return fromErrorRecord(decodeValue(encodeValue(toErrorRecord(thrown))) as ErrorRecord)
}

function fail(): never {
  throw new Error('hostile')
}
