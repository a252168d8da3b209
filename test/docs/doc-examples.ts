import type { Example } from './operation.ts'

/** The text of each `@example` of a doc comment. Its lines stay where they are, so that errors name them. */
export function docExamples(comment: string, at: Omit<Example, 'code'>): Example[] {
  const examples: Example[] = []
  let lines: string[] | undefined
  let isFenced = false
  for (const [i, raw] of comment.split('\n').entries()) {
    const text = raw.replace(/^\s*\/?\*+(?!\/) ?/, '').replace(/\s*\*\/\s*$/, '')
    if (text.startsWith('```')) isFenced = !isFenced
    const tag = isFenced ? undefined : /^@(\w+)/.exec(text)?.[1]
    if (tag) end()
    if (tag === 'example') start(i)
    lines?.push(codeOf(text))
  }
  end()
  return examples

  function start(i: number): void {
    lines = []
    examples.push({ ...at, line: at.line + i, code: '' })
  }

  function end(): void {
    const last = examples.pop()
    if (last) examples.push(lines ? { ...last, code: lines.join('\n') } : last)
    lines = undefined
  }
}

/** A line of an example without what is not code. The end of a comment is written as `*\/` inside of another. */
function codeOf(text: string): string {
  return text.startsWith('```') ? '' : text.replace(/^@example\s*/, '').replaceAll('*\\/', '*/')
}
