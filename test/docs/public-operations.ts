import { dirname, join, relative } from 'node:path'
import { Node, Project, Scope, type ClassDeclaration, type JSDoc, type JSDocableNode } from 'ts-morph'
import { docExamples } from './doc-examples.ts'
import type { Example, Operation } from './operation.ts'

/**
 * What users can import through some doors and then call or read: functions, classes, and their public methods and
 * getters, inherited ones too. What is marked `@internal` is public for other packages only.
 * @param doors files relative to the root, whose exports count
 */
export function publicOperations(root: string, doors: readonly string[]): Operation[] {
  const project = readingOnlyOurs(root)
  const exported = doors.flatMap((door) => {
    return [...project.addSourceFileAtPath(join(root, door)).getExportedDeclarations()]
  })
  const all = exported.flatMap(([name, nodes]) => nodes.flatMap((node) => operationsOf(name, node)))
  const seen = new Set<Node>()
  return all.flatMap(({ name, node, docs }) => {
    // An inherited method is one operation, whichever class it was found in.
    if (seen.has(node) || docs.some((doc) => doc.getTags().some(isInternal))) return []
    seen.add(node)
    const file = relative(root, node.getSourceFile().getFilePath())
    const examples = docs.flatMap((doc) => {
      return docExamples(doc.getText(), { name, file, line: doc.getStartLineNumber() })
    })
    return [{ name, file, examples: numbered(examples) }]
  })
}

/** A project whose other packages are not read: what they export is none of ours, and they are large. */
function readingOnlyOurs(root: string): Project {
  const resolve = (specifier: string, from: string): string | undefined => {
    if (specifier.startsWith('.')) return join(dirname(from), specifier)
    const [, name, door = '/index'] = /^@atomic-ts\/(\w+)(\/\w+)?$/.exec(specifier) ?? []
    return name && join(root, `packages/${name}/src${door}.ts`)
  }
  return new Project({
    compilerOptions: { noLib: true, types: [] },
    resolutionHost: () => ({
      resolveModuleNames: (specifiers, from) =>
        specifiers.map((specifier) => {
          const resolvedFileName = resolve(specifier, from)
          return resolvedFileName === undefined ? undefined : { resolvedFileName }
        }),
    }),
  })
}

function numbered(examples: readonly Example[]): Example[] {
  return examples.map((each, i) => (i === 0 ? each : { ...each, name: `${each.name} (${i + 1})` }))
}

interface Documented {
  readonly name: string
  readonly node: Node
  readonly docs: readonly JSDoc[]
}

function operationsOf(name: string, declaration: Node): Documented[] {
  if (Node.isFunctionDeclaration(declaration)) return [documented(name, declaration)]
  if (Node.isClassDeclaration(declaration)) return classOf(name, declaration)
  if (!Node.isVariableDeclaration(declaration)) return []
  const docs = declaration.getVariableStatementOrThrow().getJsDocs()
  const value = declaration.getInitializer()
  const methods = Node.isObjectLiteralExpression(value)
    ? value.getProperties().filter((property) => Node.isMethodDeclaration(property))
    : []
  const own = methods.map((method) => documented(`${name}.${method.getName()}`, method))
  return [{ name, node: declaration, docs }, ...own]
}

function classOf(name: string, type: ClassDeclaration): Documented[] {
  const members = [type, ...basesOf(type)].flatMap((each) => {
    const methods = [...each.getInstanceMethods(), ...each.getStaticMethods(), ...each.getGetAccessors()]
    return methods.filter((member) => member.getScope() === Scope.Public && !isUnnamed(member.getName()))
  })
  return [
    documented(name, type),
    ...members.map((member) => documented(`${name}.${member.getName()}`, member)),
  ]
}

function basesOf(type: ClassDeclaration): ClassDeclaration[] {
  const base = type.getBaseClass()
  return base ? [base, ...basesOf(base)] : []
}

/** What the language calls by itself, and what nobody outside can name. */
function isUnnamed(member: string): boolean {
  return member === 'toString' || !/^[a-z]/i.test(member)
}

/** An operation with the doc comments of all its overloads. */
function documented(name: string, node: Node & JSDocableNode): Documented {
  const overloads: readonly Node[] = Node.isOverloadable(node) ? node.getOverloads() : []
  const docs = [...overloads, node].flatMap((each) => (Node.isJSDocable(each) ? each.getJsDocs() : []))
  return { name, node, docs }
}

function isInternal(tag: { getTagName(): string }): boolean {
  return tag.getTagName() === 'internal'
}
