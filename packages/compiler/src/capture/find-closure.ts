import type { ts } from 'ts-morph'
import type { Report } from '../diagnostics/report.ts'
import type { Site } from '../discover/site.ts'
import type { Edge } from '../link/linked.ts'
import type { Linker } from '../link/linker.ts'
import { declarationOf, scopeOf } from '../program/declaration-scope.ts'
import { eachReference } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { checkCapture } from './check-capture.ts'
import { checkHeld } from './check-held.ts'
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
  const captures = new Map<ts.Declaration, Capture>()
  const locals = new Map<ts.Declaration, LocalPiece>()
  const uses: Edge[] = []
  take(site.node)
  const closure = { captures: [...captures.values()], locals: inOrder(locals), uses }
  const pieces = [site.node, ...closure.locals.map(({ code }) => code)]
  checkWrites(pieces, site, context)
  checkNames(closure, site, context)
  checkHeld(closure, site, context)
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
    const declaration = declarationOf(symbol)
    if (!declaration || isKnown(declaration) || isInside(symbol)) return
    const role = localRole(symbol, context)
    if (role.kind === 'piece') {
      locals.set(declaration, { name: name.text, ...role })
      take(role.code)
      return
    }
    captures.set(declaration, { name: name.text, symbol, at: name, kind: role.kind })
    if (role.kind === 'value') checkCapture(name, symbol, site, context)
  }

  function takeDriverValue(name: ts.Identifier, symbol: ts.Symbol): void {
    const declaration = declarationOf(symbol)
    const linked = linker.bound(symbol)
    if (!declaration || !linked || isKnown(declaration) || !isDriverValue(linked, program, linker)) return
    captures.set(declaration, { name: name.text, symbol, at: name, kind: 'value' })
  }

  // By declaration: an exported variable has one symbol inside its module and another outside.
  function isKnown(declaration: ts.Declaration): boolean {
    return captures.has(declaration) || locals.has(declaration)
  }

  /** A local function may use what the task itself declares around it. */
  function isInside(symbol: ts.Symbol): boolean {
    return [site.node, ...[...locals.values()].map(({ code }) => code)].some(
      (piece) => scopeOf(symbol, piece, program) === 'inside',
    )
  }
}

function inOrder(locals: ReadonlyMap<ts.Declaration, LocalPiece>): readonly LocalPiece[] {
  return [...locals.values()].toSorted((a, b) => a.node.pos - b.node.pos)
}
