import { ts } from 'ts-morph'
import type { Declared, Linked } from '../link/linked.ts'
import type { Linker } from '../link/linker.ts'
import { symbolOf } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'

/** True for a module-level variable whose value is another one whenever it is made: from chance or from the clock. */
export function isOfOneRun(linked: Declared, program: UserProgram, linker: Linker): boolean {
  const seen = new Set<Linked>([linked])
  return linked.nodes.some((node) => ts.isVariableDeclaration(node) && runs(node.initializer))

  /** Looks at what runs at once: what a function does later does not count, unless it is called here. */
  function runs(node: ts.Node | undefined): boolean {
    if (!node || ts.isTypeNode(node)) return false
    if (isSource(node, program)) return true
    const called = ts.isCallExpression(node) ? functionsCalled(node) : []
    if (called.some((each) => ts.forEachChild(each, (child) => runs(child) || undefined))) return true
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false
    return ts.forEachChild(node, (child) => runs(child) || undefined) === true
  }

  function functionsCalled({ expression }: ts.CallExpression): readonly ts.Node[] {
    if (!ts.isIdentifier(expression)) return []
    const symbol = symbolOf(expression, program.checker)
    const target =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? program.checker.getAliasedSymbol(symbol) : symbol
    const to = target && linker.bound(target)
    if (to?.kind !== 'declared' || seen.has(to)) return []
    seen.add(to)
    return to.nodes.flatMap((node) =>
      ts.isVariableDeclaration(node) ? (node.initializer ?? []) : ts.isFunctionDeclaration(node) ? node : [],
    )
  }
}

function isSource(node: ts.Node, program: UserProgram): boolean {
  if (ts.isNewExpression(node)) return isGlobalDate(node.expression) && (node.arguments?.length ?? 0) === 0
  if (!ts.isCallExpression(node)) return false
  const { expression } = node
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression
  if (!ts.isIdentifier(name)) return false
  const isNow = /^(?:Date|performance)\.now$|^Math\.random$/.test(expression.getText())
  return isNow || (sources.has(name.text) && !isOwn(name, program))
}

function isGlobalDate(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'Date'
}

const sources = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'randomFillSync'])

/** A user's own function of such a name is judged by what it does. */
function isOwn(name: ts.Identifier, { checker, files }: UserProgram): boolean {
  const symbol = symbolOf(name, checker)
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return target?.declarations?.some((each) => files.has(each.getSourceFile().fileName)) === true
}
