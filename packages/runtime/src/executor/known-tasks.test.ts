import { expect, test } from 'vitest'
import type { AnyFunction } from '@atomic-ts/core/internal'
import { pairedNumber, separatorOf } from './known-tasks.ts'

// As text, since what builds the tests may write functions anew.
function written(text: string): AnyFunction {
  // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion
  return new Function('x', `return ${text}`)() as AnyFunction
}

test('a split at one character is known by its text', () => {
  const known = {
    '(line) => line.split(" ")': ' ',
    "line => line.split(' ')": ' ',
    '($1) => $1.split("$")': '$',
    '(a) => a.split("\\t")': '\t',
    '(a) => a.split("\\\\")': '\\',
    '(a) => a.split("`")': '`',
  }
  for (const [text, separator] of Object.entries(known)) {
    expect(separatorOf(written(text)), text).toBe(separator.charCodeAt(0))
    // The text says it, and so it is.
    const split = written(text) as (line: string) => unknown
    expect(split(`a${separator}b`)).toEqual(['a', 'b'])
  }
  const others = [
    ...['(line) => line.split("")', '(line) => line.split("ab")', '(line) => line.split("é")'],
    ...['(line) => line.split(/ /)', '(line) => line.split(" ", 1)', '(line) => x.split(" ")'],
    ...['(line) => line.trim().split(" ")', '(line) => line.split("\\x20")', '(line) => line.split("\\d")'],
    ...['async (line) => line.split(" ")', '(line, i) => line.split(" ")', '(line = "") => line.split(" ")'],
    ...['([line]) => line.split(" ")', 'function (line) { return line.split(" ") }', '(a) => ab.split(" ")'],
    ...['(line) => line.split(" ").map(String)', '(line) => line.slice(" ")'],
  ]
  for (const text of others) expect(separatorOf(written(text)), text).toBeUndefined()
  expect(separatorOf(''.split.bind(''))).toBeUndefined()
})

test('a split is unknown while somebody has changed what it does', () => {
  const split: unknown = Reflect.get(String.prototype, 'split')
  const task = written('(line) => line.split(" ")')
  expect(Reflect.set(String.prototype, 'split', () => ['mine'])).toBe(true)
  try {
    expect(separatorOf(task)).toBeUndefined()
  } finally {
    Reflect.set(String.prototype, 'split', split)
  }
  expect(separatorOf(task)).toBe(32)
})

test('a pair of the value and a small number is known by its text', () => {
  expect(pairedNumber(written('(word) => [word, 1]'))).toBe(1)
  expect(pairedNumber(written('w => [w, 42]'))).toBe(42)
  const others = [
    ...[
      '(w) => [w, -1]',
      '(w) => [w, 100]',
      '(w) => [w, 1.5]',
      '(w) => [x, 1]',
      '(w) => [1, w]',
      '(w) => [w, x]',
    ],
    ...['(w) => [w, 1, 1]', '([w]) => [w, 1]', '(w) => [w, 1n]', '(w) => [w, 0x1]', '(w, i) => [w, 1]'],
  ]
  for (const text of others) expect(pairedNumber(written(text)), text).toBeUndefined()
})
