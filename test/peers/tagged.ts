/** A value in JSON that loses nothing: what JSON has no form for stands under a tag. */
export function tagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tagged)
  if (typeof value === 'number') return { float: floatText(value) }
  if (typeof value === 'bigint') return { int: String(value) }
  if (value instanceof Date) return { date: value.getTime() }
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString('hex') }
  if (typeof value !== 'object' || value === null) return value
  return { struct: Object.fromEntries(Object.entries(value).map(([name, of]) => [name, tagged(of)])) }
}

/** The value that was tagged. */
export function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged)
  if (typeof value !== 'object' || value === null) return value
  const [[tag, of] = ['', undefined]] = Object.entries(value) as [string, unknown][]
  switch (tag) {
    case 'float':
      return numberOf(String(of))
    case 'int':
      return BigInt(String(of))
    case 'date':
      return new Date(Number(of))
    case 'hex':
      return new Uint8Array(Buffer.from(String(of), 'hex'))
    default:
      return Object.fromEntries(Object.entries(of as object).map(([name, each]) => [name, untagged(each)]))
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return Object.is(value, -0) ? '-0.0' : String(value)
}

function numberOf(text: string): number {
  if (text === 'nan') return Number.NaN
  return text.endsWith('inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text)
}
