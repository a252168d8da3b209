import { ts } from 'ts-morph'
import { operatorPlace, taskWords } from '../capture/task-words.ts'
import type { Report } from '../diagnostics/report.ts'
import { symbolOf } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { branches } from './branches.ts'
import type { Site } from './site.ts'

/** Follows function parameters to the arguments that callers pass: those are task sites as well. */
export class ParameterFlow {
  readonly #program: UserProgram
  readonly #report: Report
  readonly #seen = new Set<ts.ParameterDeclaration>()
  #calls: ReadonlyMap<ts.Node, readonly Call[]> | undefined

  constructor(program: UserProgram, report: Report) {
    this.#program = program
    this.#report = report
  }

  /** The sites at the callers of the function whose parameter reaches an operator at a site. */
  callers(parameter: ts.ParameterDeclaration, site: Site): readonly Site[] {
    if (this.#seen.has(parameter)) return []
    this.#seen.add(parameter)
    const owner = parameter.parent
    const name = functionName(owner)
    if (name === undefined || parameter.dotDotDotToken) {
      this.#refuse(parameter.name, site, 'its callers cannot be found')
      return []
    }
    this.#refuseEscapes(owner, site)
    const defaults: Site[] = parameter.initializer
      ? branches(parameter.initializer).map((node) => ({ node, operator: name, via: site }))
      : []
    const index = owner.parameters.filter((each) => each.name.getText() !== 'this').indexOf(parameter)
    return [...defaults, ...this.#callsOf(owner).flatMap((call) => this.#argument(call, index, name, site))]
  }

  #argument(call: Call, index: number, operator: string, via: Site): Site[] {
    const before = call.arguments?.slice(0, index + 1) ?? []
    const spread = before.find(ts.isSpreadElement)
    if (spread) this.#refuse(spread, via, 'a spread argument hides it')
    const argument = before[index]
    if (spread || !argument) return []
    return branches(argument).map((node) => ({ node, operator, via }))
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

  #callsOf(owner: ts.SignatureDeclaration): readonly Call[] {
    this.#calls ??= indexCalls(this.#program)
    return this.#calls.get(owner) ?? []
  }

  #refuse(at: ts.Node, site: Site, why: string): void {
    const message = `${taskWords(site)} is a function parameter, and ${why}, so it cannot be linked`
    const remedy =
      'Pass a function by name or an inline function at every call, or give the operator a function directly.'
    const related = [
      { at: site.node, message: `\`${site.operator}\` receives it here` },
      ...operatorPlace(site),
    ]
    this.#report.add({ code: 'ATOMIC1006', at, message, remedy, related })
  }
}

type Call = ts.CallExpression | ts.NewExpression

function indexCalls({ files, checker }: UserProgram): ReadonlyMap<ts.Node, readonly Call[]> {
  const calls = new Map<ts.Node, Call[]>()
  for (const file of files.values()) index(file)
  return calls

  function index(node: ts.Node): void {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && (node.arguments?.length ?? 0) > 0) {
      const declaration = checker.getResolvedSignature(node)?.declaration
      const body = declaration && !ts.isJSDocSignature(declaration) && implementation(declaration, checker)
      if (body && files.has(body.getSourceFile().fileName)) {
        const known = calls.get(body)
        if (known) known.push(node)
        else calls.set(body, [node])
      }
    }
    ts.forEachChild(node, index)
  }
}

/** The declaration with a body, when a call resolved to an overload. */
function implementation(declaration: ts.SignatureDeclaration, checker: ts.TypeChecker): ts.Node {
  if ('body' in declaration && declaration.body) return declaration
  const symbol = ownerSymbol(declaration, checker)
  return symbol?.declarations?.find((each) => 'body' in each && each.body) ?? declaration
}

function ownerSymbol(owner: ts.SignatureDeclaration, checker: ts.TypeChecker): ts.Symbol | undefined {
  const holder = ts.isArrowFunction(owner) || ts.isFunctionExpression(owner) ? owner.parent : owner
  if (ts.isConstructorDeclaration(owner)) return undefined
  const name = ts.getNameOfDeclaration(ts.isVariableDeclaration(holder) ? holder : owner)
  return name && checker.getSymbolAtLocation(name)
}

/** The name by which a function is called; `undefined` for a callback, whose callers are not to be seen. */
function functionName(owner: ts.SignatureDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(owner)) return owner.parent.name?.text
  if (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)) {
    const { parent } = owner
    if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) return parent.name.getText()
    return undefined
  }
  if (owner.name) return owner.name.getText()
  return ts.isFunctionDeclaration(owner) ? 'default' : undefined
}

function isEscape(name: ts.Identifier): boolean {
  const { parent } = name
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isExportSpecifier(parent)) return false
  if (ts.isExportAssignment(parent) || ts.isTypeQueryNode(parent)) return false
  if ('name' in parent && parent.name === name && !ts.isPropertyAccessExpression(parent)) {
    return ts.isShorthandPropertyAssignment(parent)
  }
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name
  const user = callee.parent
  return !((ts.isCallExpression(user) || ts.isNewExpression(user)) && user.expression === callee)
}

function visit(node: ts.Node, found: (name: ts.Identifier) => void): void {
  if (ts.isIdentifier(node)) found(node)
  else ts.forEachChild(node, (child) => visit(child, found))
}
