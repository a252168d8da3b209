/** A value on one line: `kind taskFinished, task job 1 stage 0 partition 2 attempt 0, slot 3`. */
export function inLine(value: unknown): string {
  if (value instanceof Map)
    return `{${[...value].map(([key, each]) => `${key}: ${inLine(each)}`).join(', ')}}`
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([key, each]) => `${key} ${isNested(each) ? `(${inLine(each)})` : inLine(each)}`)
    .join(', ')
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
}
