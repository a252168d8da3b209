import { ts } from 'ts-morph'
import type { Example } from './operation.ts'

/** What the module of an example is given, beside a context, to hold its answers against what happens. */
export interface Answers {
  /** Gives a value that must be the one that the example promises in a line of its file. */
  is<T>(line: number, actual: T, expected: unknown): T
  /** Runs what must fail with a code. */
  fails(line: number, run: () => unknown, code: string): Promise<void>
}

/** A module that runs an example, and how many answers it checks. */
export interface CheckedModule {
  readonly text: string
  readonly answers: number
}

/**
 * Makes a module of an example. An answer is a comment behind a statement, or on the line below: `// => value`, where the
 * value is an expression, or `// throws CODE`. Every line of code keeps its number, so that errors of the compiler and
 * stacks name the line of the doc comment.
 * @param answers where the module finds the type {@link Answers}
 */
export function checkedModule({ file, line, code }: Example, answers: string): CheckedModule {
  const { statements } = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true)
  const checks = statements.flatMap((statement) => checkOf(statement, code))
  const first = statements.find((statement) => !isOfModule(statement))
  const last = statements.at(-1)
  const parameters = `ctx: import('@atomic-ts/atomic').Context, answers: import('${answers}').Answers`
  if (/^export default async function main\b/m.test(code)) {
    return { text: `${'\n'.repeat(line - 1)}${code}\nexport const example = main\n`, answers: 0 }
  }
  const edits = [
    ...(first && last ? [{ at: last.getEnd(), text: '\n}}' }] : []),
    ...checks.flatMap(({ part, answer }) => around(part, answer, line + lineOf(part.getEnd(), code))),
    ...(first
      ? [
          {
            at: first.getStart(),
            text: `export async function example(${parameters}) { void [ctx, answers]; { `,
          },
        ]
      : []),
  ]
  return { text: '\n'.repeat(line - 1) + edited(code, edits), answers: checks.length }
}

/** Imports, declarations of types, and functions and classes, of which some are marked as tasks. */
function isOfModule(statement: ts.Statement): boolean {
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
  const isTask = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
  return ts.isImportDeclaration(statement) || isType || isTask
}

interface Answer {
  readonly kind: 'is' | 'fails'
  readonly text: string
}

interface Check {
  readonly part: ts.Expression
  readonly answer: Answer
}

function checkOf(statement: ts.Statement, code: string): Check[] {
  const answer = answerOf(statement, code)
  const part = ts.isExpressionStatement(statement)
    ? statement.expression
    : ts.isVariableStatement(statement) && statement.declarationList.declarations[0]?.initializer
  return answer && part ? [{ part, answer }] : []
}

function answerOf(statement: ts.Statement, code: string): Answer | undefined {
  const behind = /^[ \t]*\n?[ \t]*\/\/ (=>|throws) (.*)/.exec(code.slice(statement.getEnd()))
  const [, kind, text = ''] = behind ?? []
  return kind ? { kind: kind === '=>' ? 'is' : 'fails', text } : undefined
}

interface Edit {
  readonly at: number
  readonly text: string
}

function around(part: ts.Expression, { kind, text }: Answer, line: number): Edit[] {
  const [before, after] =
    kind === 'is'
      ? [`answers.is(${line}, `, `, (${text}))`]
      : [`await answers.fails(${line}, async () => `, `, ${JSON.stringify(text)})`]
  return [
    { at: part.getEnd(), text: after },
    { at: part.getStart(), text: before },
  ]
}

/** Of edits at one place, the last one comes first in the text. */
function edited(code: string, edits: readonly Edit[]): string {
  const backwards = edits.toSorted((a, b) => b.at - a.at)
  return backwards.reduce((text, { at, text: more }) => text.slice(0, at) + more + text.slice(at), code)
}

function lineOf(position: number, code: string): number {
  return code.slice(0, position).split('\n').length - 1
}
