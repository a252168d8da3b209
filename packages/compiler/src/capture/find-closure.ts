import type { ts } from 'ts-morph'
import type { Report } from '../diagnostics/report.ts'
import type { Site } from '../discover/site.ts'
import type { Edge } from '../link/linked.ts'
import type { Linker } from '../link/linker.ts'
import { scopeOf } from '../program/declaration-scope.ts'
import { eachReference } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { checkCapture } from './check-capture.ts'
import { checkNames } from './check-names.ts'
import { checkOutside } from './check-outside.ts'
import { checkWrites } from './check-writes.ts'
import { isDriverValue } from './driver-value.ts'
import type { Capture, Closure, LocalPiece } from './closure.ts'
import { localRole } from './local-role.ts'

/** What the analysis of a function needs to know and where it tells its errors. */
export interface CaptureContext {
  readonly program: UserProgram
  readonly linker: Linker
  readonly report: Report
}

/** Finds what a function given to an operator uses of the code around it, and reports what cannot travel. */
export function findClosure(site: Site, context: CaptureContext): Closure {
  const { program, linker } = context
  const captures = new Map<ts.Symbol, Capture>()
  const locals = new Map<ts.Symbol, LocalPiece>()
  const uses: Edge[] = []
  take(site.node)
  const closure = { captures: [...captures.values()], locals: inOrder(locals), uses }
  const pieces = [site.node, ...closure.locals.map(({ code }) => code)]
  checkWrites(pieces, site, context)
  checkNames(closure, site, context)
  return closure

  function take(piece: ts.Node): void {
    checkOutside(piece, site, context)
    for (const edge of linker.uses(piece)) {
      if (!isDriverValue(edge.to, program, linker)) uses.push(edge)
    }
    eachReference(piece, program.checker, (name, symbol) => {
      const scope = scopeOf(symbol, piece, program)
      if (scope === 'enclosing') takeVariable(name, symbol)
      if (scope === 'module') takeDriverValue(name, symbol)
    })
  }

  function takeVariable(name: ts.Identifier, symbol: ts.Symbol): void {
    if (captures.has(symbol) || locals.has(symbol) || isInside(symbol)) return
    const role = localRole(symbol, context)
    if (role.kind === 'piece') {
      locals.set(symbol, { name: name.text, ...role })
      take(role.code)
      return
    }
    captures.set(symbol, { name: name.text, symbol, at: name, kind: role.kind })
    if (role.kind === 'value') checkCapture(name, symbol, site, context)
  }

  function takeDriverValue(name: ts.Identifier, symbol: ts.Symbol): void {
    const linked = linker.bound(symbol)
    if (!linked || captures.has(symbol) || !isDriverValue(linked, program, linker)) return
    captures.set(symbol, { name: name.text, symbol, at: name, kind: 'value' })
  }

  /** A local function may use what the task itself declares around it. */
  function isInside(symbol: ts.Symbol): boolean {
    return [site.node, ...[...locals.values()].map(({ code }) => code)].some(
      (piece) => scopeOf(symbol, piece, program) === 'inside',
    )
  }
}

function inOrder(locals: ReadonlyMap<ts.Symbol, LocalPiece>): readonly LocalPiece[] {
  return [...locals.values()].toSorted((a, b) => a.node.pos - b.node.pos)
}
