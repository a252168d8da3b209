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
  if (!/\bimport\s*\.\s*meta\b|\b__(?:file|dir)name\b/.test(file.text)) return []
  const found: OwnPlace[] = []
  visit(file)
  return found

  function visit(node: ts.Node): void {
    const value = ts.isPropertyAccessExpression(node)
      ? metaValue(node, file.fileName)
      : ts.isIdentifier(node)
        ? commonValue(node, file.fileName)
        : undefined
    if (value === undefined) ts.forEachChild(node, visit)
    else found.push({ node, code: JSON.stringify(value) })
  }
}

function metaValue({ expression, name }: ts.PropertyAccessExpression, file: string): string | undefined {
  if (!ts.isMetaProperty(expression) || expression.keywordToken !== ts.SyntaxKind.ImportKeyword)
    return undefined
  if (name.text === 'url') return pathToFileURL(file).href
  if (name.text === 'filename') return file
  return name.text === 'dirname' ? dirname(file) : undefined
}

/** `__dirname` is no name of ES modules, but loaders for TypeScript offer it, so programs use it. */
function commonValue(name: ts.Identifier, file: string): string | undefined {
  if (name.text !== '__filename' && name.text !== '__dirname') return undefined
  const { parent } = name
  if ('name' in parent && parent.name === name) return undefined
  if (declares(name.getSourceFile(), name.text)) return undefined
  return name.text === '__filename' ? file : dirname(file)
}

function declares(file: ts.SourceFile, name: string): boolean {
  return new RegExp(`\\b(?:const|let|var)\\s+${name}\\b`).test(file.text)
}
