import type { ErrorCode } from '@atomic-ts/core/internal'
import type { ts } from 'ts-morph'
import type { UserProgram } from '../program/user-program.ts'
import { codeFrame } from './code-frame.ts'
import type { Diagnostic, Place, RelatedPlace } from './diagnostic.ts'

/** An error at a node of the user's source. */
export interface Finding {
  readonly code: ErrorCode
  readonly at: ts.Node
  readonly message: string
  readonly remedy: string
  readonly related?: readonly { readonly at: ts.Node; readonly message: string }[]
}

/** Collects the errors of one build, each once. */
export class Report {
  readonly #program: UserProgram
  readonly #found = new Map<string, Diagnostic>()

  constructor(program: UserProgram) {
    this.#program = program
  }

  /** Adds an error; the same code at the same place counts once. */
  add({ code, at, message, remedy, related = [] }: Finding): void {
    const place = this.#place(at)
    const key = `${place.file}:${place.line}:${place.column}:${code}`
    if (this.#found.has(key)) return
    this.#found.set(key, {
      code,
      message,
      remedy,
      ...place,
      related: related.map((each) => this.#related(each)),
    })
  }

  /** Adds an error at a range of text that has no node, as syntax errors have. */
  addAt(
    file: ts.SourceFile,
    start: number,
    end: number,
    parts: Pick<Diagnostic, 'code' | 'message' | 'remedy'>,
  ): void {
    const place = placeOf(this.#program, file, start, end)
    this.#found.set(`${place.file}:${start}:${parts.code}:${parts.message}`, {
      ...parts,
      ...place,
      related: [],
    })
  }

  /** Everything found, in order of file and place. */
  diagnostics(): readonly Diagnostic[] {
    return [...this.#found.values()].toSorted(
      (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code),
    )
  }

  #related({ at, message }: { readonly at: ts.Node; readonly message: string }): RelatedPlace {
    return { message, ...this.#place(at) }
  }

  #place(node: ts.Node): Place {
    return placeOf(this.#program, node.getSourceFile(), node.getStart(), node.getEnd())
  }
}

function placeOf(program: UserProgram, file: ts.SourceFile, start: number, end: number): Place {
  const { line, character } = file.getLineAndCharacterOfPosition(start)
  return {
    file: program.relative(file.fileName),
    line: line + 1,
    column: character + 1,
    frame: codeFrame(file.text, start, end),
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
