import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ts } from 'ts-morph'

/** An expression that tells where the module is, and the constant that it means. */
export interface OwnPlace {
  readonly node: ts.Node
  readonly code: string
}

/**
 * The uses of `import.meta.url` and its kin. The emitted modules stand in a cache folder, where these would mean
 * something else.
 */
export function ownPlace(file: ts.SourceFile): readonly OwnPlace[] {
  if (!/\bimport\s*\.\s*meta\b|\bimport\(|\b__(?:file|dir)name\b/.test(file.text)) return []
  const found: OwnPlace[] = []
  visit(file)
  return found

  function visit(node: ts.Node): void {
    const computed = computedSpecifier(node)
    if (computed) found.push({ node: computed, code: fromHere(computed, file.fileName) })
    if (computed) return
    const value = ts.isPropertyAccessExpression(node)
      ? metaValue(node, file.fileName)
      : ts.isIdentifier(node)
        ? commonValue(node, file.fileName)
        : undefined
    if (value === undefined) ts.forEachChild(node, visit)
    else found.push({ node, code: value })
  }
}

/** The specifier of `import(name)`; one that is built from `import.meta` is complete already. */
function computedSpecifier(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined
  const [argument] = node.arguments
  if (!argument || ts.isStringLiteralLike(argument)) return undefined
  return /\bimport\s*\.\s*meta\b/.test(argument.getText()) ? undefined : argument
}

function fromHere(specifier: ts.Expression, file: string): string {
  const place = JSON.stringify(pathToFileURL(file).href)
  const complete = `/^\\.{1,2}\\//.test(specifier) ? new URL(specifier, ${place}).href : specifier`
  return `((specifier) => ${complete})(${specifier.getText()})`
}

function metaValue({ expression, name }: ts.PropertyAccessExpression, file: string): string | undefined {
  if (!ts.isMetaProperty(expression) || expression.keywordToken !== ts.SyntaxKind.ImportKeyword)
    return undefined
  switch (name.text) {
    case 'url':
      return JSON.stringify(pathToFileURL(file).href)
    case 'filename':
      return JSON.stringify(file)
    case 'dirname':
      return JSON.stringify(dirname(file))
    case 'resolve':
      return resolver(JSON.stringify(pathToFileURL(file).href))
    default:
      return undefined
  }
}

/** `import.meta.resolve` from a place that Node lets nobody name: what `require` finds from there, or else itself. */
function resolver(place: string): string {
  const relative = `new URL(specifier, ${place}).href`
  const required = `process.getBuiltinModule('node:module').createRequire(${place}).resolve(specifier)`
  const found = `process.getBuiltinModule('node:url').pathToFileURL(${required}).href`
  const isPlain = '/^(?:\\.{0,2}\\/|[a-z-]+:)/.test(specifier)'
  return `((specifier) => { if (${isPlain}) return ${relative}; try { return ${found} } catch { return import.meta.resolve(specifier) } })`
}

/** `__dirname` is no name of ES modules, but loaders for TypeScript offer it, so programs use it. */
function commonValue(name: ts.Identifier, file: string): string | undefined {
  if (name.text !== '__filename' && name.text !== '__dirname') return undefined
  const { parent } = name
  if ('name' in parent && parent.name === name) return undefined
  if (declares(name.getSourceFile(), name.text)) return undefined
  return JSON.stringify(name.text === '__filename' ? file : dirname(file))
}

function declares(file: ts.SourceFile, name: string): boolean {
  return new RegExp(`\\b(?:const|let|var)\\s+${name}\\b`).test(file.text)
}
