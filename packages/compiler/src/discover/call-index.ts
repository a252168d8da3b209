import { ts } from 'ts-morph'
import type { UserProgram } from '../program/user-program.ts'
import { isClassOrInterface } from './doc-tags.ts'

/** A call that passes arguments. */
export type Call = ts.CallExpression | ts.NewExpression

/** Finds the calls of a function in a program: direct ones, and those through an interface or a base class. */
export class CallIndex {
  readonly #checker: ts.TypeChecker
  readonly #byTarget = new Map<ts.Node, Call[]>()
  readonly #byName = new Map<string, MethodCall[]>()

  constructor({ files, checker }: UserProgram) {
    this.#checker = checker
    for (const file of files.values()) this.#index(file)
  }

  /** Every call that may reach a function. */
  callsOf(owner: ts.SignatureDeclaration): readonly Call[] {
    return [...new Set([...(this.#byTarget.get(owner) ?? []), ...this.#throughTypes(owner)])]
  }

  #index(node: ts.Node): void {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && (node.arguments?.length ?? 0) > 0) {
      const declaration = this.#checker.getResolvedSignature(node)?.declaration
      if (declaration && !ts.isJSDocSignature(declaration)) this.#add(node, declaration)
    }
    ts.forEachChild(node, (child) => this.#index(child))
  }

  #add(call: Call, declaration: ts.SignatureDeclaration): void {
    push(this.#byTarget, implementation(declaration, this.#checker), call)
    const { expression } = call
    if (ts.isPropertyAccessExpression(expression)) {
      push(this.#byName, expression.name.text, { call, receiver: expression.expression, declaration })
    }
  }

  /** Calls of a method of this name whose receiver may be an object of the owner's class. */
  #throughTypes(owner: ts.SignatureDeclaration): readonly Call[] {
    const member = ts.isMethodDeclaration(owner) ? owner : owner.parent
    const holder = isMember(member) ? member.parent : undefined
    if (!isMember(member) || !holder || (!ts.isClassLike(holder) && !ts.isObjectLiteralExpression(holder)))
      return []
    const type = this.#checker.getTypeAtLocation(holder)
    const above = ts.isClassLike(holder) ? typesAbove(holder, this.#checker) : new Set<ts.Node>()
    return (this.#byName.get(member.name.getText()) ?? [])
      .filter(
        ({ receiver, declaration }) =>
          above.has(classOf(declaration)) ||
          this.#checker.isTypeAssignableTo(type, this.#checker.getTypeAtLocation(receiver)),
      )
      .map(({ call }) => call)
  }
}

interface MethodCall {
  readonly call: Call
  readonly receiver: ts.Expression
  readonly declaration: ts.SignatureDeclaration
}

type Member = ts.MethodDeclaration | ts.PropertyDeclaration | ts.PropertyAssignment

function isMember(node: ts.Node): node is Member {
  return ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)
}

/** The declaration with a body, when a call resolved to an overload. */
function implementation(declaration: ts.SignatureDeclaration, checker: ts.TypeChecker): ts.Node {
  if ('body' in declaration && declaration.body) return declaration
  const name = ts.getNameOfDeclaration(declaration)
  const symbol = name && checker.getSymbolAtLocation(name)
  return symbol?.declarations?.find((each) => 'body' in each && each.body) ?? declaration
}

/** The class or interface that declares a method; of a property with a function type, the one with the property. */
function classOf(declaration: ts.SignatureDeclaration): ts.Node {
  const { parent } = declaration
  return ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent) ? parent.parent : parent
}

/** The classes and interfaces that a class extends or implements, at any distance. */
function typesAbove(
  declaration: ts.ClassLikeDeclaration | ts.InterfaceDeclaration,
  checker: ts.TypeChecker,
  found: Set<ts.Node> = new Set<ts.Node>(),
): Set<ts.Node> {
  for (const { types } of declaration.heritageClauses ?? []) {
    for (const { symbol } of types.map((each) => checker.getTypeAtLocation(each))) {
      for (const each of symbol?.declarations ?? []) {
        if (!isClassOrInterface(each) || found.has(each)) continue
        found.add(each)
        typesAbove(each, checker, found)
      }
    }
  }
  return found
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}
