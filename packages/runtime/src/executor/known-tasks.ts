import type { AnyFunction } from '@atomic-ts/core/internal'

// What `split` is before anybody can change it.
const split = splitNow()

/**
 * The code unit between the words of a line, of a function that is `(line) => line.split(' ')`, with any one plain character:
 * of a string it can do nothing else.
 */
export function separatorOf(task: AnyFunction): number | undefined {
  if (splitNow() !== split || Symbol.split in String.prototype) return undefined
  const { literal } = match(splitting, task) ?? {}
  if (literal === undefined) return undefined
  return (escaped[literal] ?? literal).charCodeAt(0)
}

/** The number behind each value, of a function that is `(value) => [value, 1]`, with any small number. */
export function pairedNumber(task: AnyFunction): number | undefined {
  const { number } = match(pairing, task) ?? {}
  return number === undefined ? undefined : Number(number)
}

const escaped: Readonly<Record<string, string>> = { '\\t': '\t', '\\n': '\n', '\\r': '\r', '\\\\': '\\' }

function splitNow(): unknown {
  return Reflect.get(String.prototype, 'split')
}

const name = String.raw`(?:\((?<a>[\w$]+)\)|(?<b>[\w$]+)) => `
const splitting = new RegExp(
  String.raw`^${name}(?:\k<a>\k<b>)\.split\((?<quote>["'])(?<literal>[ !#-&(-[\]-~]|\\[tnr\\])\k<quote>\)$`,
)
const pairing = new RegExp(String.raw`^${name}\[(?:\k<a>\k<b>), (?<number>\d|[1-9]\d)\]$`)

function match(form: RegExp, task: AnyFunction): Readonly<Record<string, string>> | undefined {
  return form.exec(Function.prototype.toString.call(task))?.groups
}
