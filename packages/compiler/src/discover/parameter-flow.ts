import { ts } from 'ts-morph'
import { operatorPlace, taskWords } from '../capture/task-words.ts'
import type { Report } from '../diagnostics/report.ts'
import { symbolOf } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { CallIndex, type Call } from './call-index.ts'
import { isEscape, ownerSymbol } from './escapes.ts'
import { originsOf, type Origin, type Slot } from './function-origin.ts'
import type { Site } from './site.ts'

/** Follows functions from where they are used to where they are written: those places are task sites as well. */
export class ParameterFlow {
  readonly #program: UserProgram
  readonly #report: Report
  readonly #seen = new Map<ts.ParameterDeclaration, Set<string>>()
  #calls: CallIndex | undefined

  constructor(program: UserProgram, report: Report) {
    this.#program = program
    this.#report = report
  }

  /** The sites where the functions are written that reach an operator at a site. */
  sitesOf(origins: readonly Origin[], operator: string, via: Site): readonly Site[] {
    return origins.flatMap((origin): readonly Site[] => {
      switch (origin.kind) {
        case 'written':
          return [{ node: origin.node, operator, via, isHeld: origin.isHeld }]
        case 'slot':
          return this.#callers(origin, via)
        case 'unknown':
          this.#refuseUnknown(origin.at, via)
          return []
      }
    })
  }

  #callers(slot: Slot, site: Site): readonly Site[] {
    if (this.#isKnown(slot)) return []
    const { parameter, path } = slot
    const owner = parameter.parent
    const name = functionName(owner)
    if (name === undefined || parameter.dotDotDotToken) {
      this.#refuse(parameter.name, site, 'its callers cannot be found')
      return []
    }
    this.#refuseEscapes(owner, site)
    const { checker } = this.#program
    const defaults = parameter.initializer ? originsOf(parameter.initializer, path, checker) : []
    const index = owner.parameters.filter((each) => each.name.getText() !== 'this').indexOf(parameter)
    this.#calls ??= new CallIndex(this.#program)
    const given = this.#calls.callsOf(owner).flatMap((call) => this.#argument(call, index, slot, site))
    return this.sitesOf([...defaults, ...given], name, site)
  }

  #argument(call: Call, index: number, { path }: Slot, via: Site): readonly Origin[] {
    const before = call.arguments?.slice(0, index + 1) ?? []
    const spread = before.find(ts.isSpreadElement)
    if (spread) this.#refuse(spread, via, 'a spread argument hides it')
    const argument = before[index]
    return spread || !argument ? [] : originsOf(argument, path, this.#program.checker)
  }

  #isKnown({ parameter, path }: Slot): boolean {
    const known = this.#seen.get(parameter) ?? new Set<string>()
    this.#seen.set(parameter, known)
    const key = path.join('.')
    if (known.has(key)) return true
    known.add(key)
    return false
  }

  /** A function that is itself passed around has callers that nobody sees. */
  #refuseEscapes(owner: ts.SignatureDeclaration, site: Site): void {
    const symbol = ownerSymbol(owner, this.#program.checker)
    if (!symbol) return
    const { files, checker } = this.#program
    for (const file of files.values()) {
      if (!file.text.includes(symbol.name === 'default' ? '' : symbol.name)) continue
      visit(file, (name) => {
        const used = symbolOf(name, checker)
        const target = used && used.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(used) : used
        if (target === symbol && isEscape(name)) this.#refuse(name, site, 'the function is passed on here')
      })
    }
  }

  #refuse(at: ts.Node, site: Site, why: string): void {
    this.#add(at, site, {
      message: `${taskWords(site)} is a function parameter, and ${why}, so it cannot be linked`,
      remedy:
        'Pass a function by name or an inline function at every call, or give the operator a function directly.',
    })
  }

  #refuseUnknown(at: ts.Node, site: Site): void {
    this.#add(at, site, {
      message: `${taskWords(site)} comes out of this value, and the build step cannot see which function it holds`,
      remedy:
        'Write the function in an object literal where it is passed on, `{ by: (record) => … }`,\n' +
        'or pass it as a parameter of its own.',
    })
  }

  #add(at: ts.Node, site: Site, parts: { readonly message: string; readonly remedy: string }): void {
    const related = [
      { at: site.node, message: `\`${site.operator}\` receives it here` },
      ...operatorPlace(site),
    ]
    this.#report.add({ code: 'ATOMIC1006', at, ...parts, related })
  }
}

/** The name by which a function is called; `undefined` for a callback, whose callers are not to be seen. */
function functionName(owner: ts.SignatureDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(owner)) return owner.parent.name?.text ?? 'constructor'
  if (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)) {
    const { parent } = owner
    const isNamed =
      ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)
    return isNamed ? parent.name.getText() : ts.isExportAssignment(parent) ? 'default' : undefined
  }
  if (owner.name) return owner.name.getText()
  return ts.isFunctionDeclaration(owner) ? 'default' : undefined
}

function visit(node: ts.Node, found: (name: ts.Identifier) => void): void {
  if (ts.isIdentifier(node)) found(node)
  else ts.forEachChild(node, (child) => visit(child, found))
}
