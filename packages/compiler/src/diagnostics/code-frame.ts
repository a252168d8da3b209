/** Shows the first line of a range of source text with carets below it, without its indentation. */
export function codeFrame(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = text.indexOf('\n', start)
  const line = text.slice(from, lineEnd < 0 ? undefined : lineEnd).trimEnd()
  const indent = line.length - line.trimStart().length
  const offset = Math.min(start - from, line.length) - indent
  const width = Math.max(1, Math.min(end, from + line.length) - start)
  const shown = line.trimStart()
  const [cut, marked] = shown.length > widest ? clip(shown, offset) : [shown, offset]
  // A tab before the range stays a tab, so that the carets stand below it at any tab width.
  const gap = cut.slice(0, Math.max(0, marked)).replaceAll(/[^\t]/g, ' ')
  return `    ${cut}\n    ${gap}${'^'.repeat(Math.min(width, Math.max(1, cut.length - marked)))}`
}

const widest = 140

function clip(line: string, offset: number): [cut: string, offset: number] {
  const skip = Math.max(0, offset - 60)
  const body = line.slice(skip, skip + widest - 2)
  const head = skip > 0 ? '…' : ''
  const tail = skip + widest - 2 < line.length ? '…' : ''
  return [`${head}${body}${tail}`, offset - skip + head.length]
}
