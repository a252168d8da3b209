import { transform, type Loader } from 'esbuild'
import { ts } from 'ts-morph'
import { taskDecorators } from '../slice/cutter.ts'
import { variableKeyword } from '../slice/variable-keyword.ts'

/** The code of a node as it matters to a hash: without types, comments and layout; names are kept. */
export async function normalText(node: ts.Node, relativePath: string): Promise<string> {
  const { code } = await transform(statementText(node), {
    loader: loaderOf(node.getSourceFile().fileName),
    minifyWhitespace: true,
    legalComments: 'none',
    target: 'esnext',
    logLevel: 'silent',
    tsconfigRaw: {},
  }).catch(() => ({ code: statementText(node) }))
  // Code that asks where it stands behaves differently somewhere else.
  return /import\.meta|__dirname|__filename/.test(code) ? `${relativePath}\n${code}` : code
}

function statementText(node: ts.Node): string {
  const text = withoutMarks(node)
  if (ts.isVariableDeclaration(node)) {
    const list = node.parent
    return `${ts.isVariableDeclarationList(list) ? variableKeyword(list) : 'const'} ${text}`
  }
  if (ts.isMethodDeclaration(node)) return `({ ${text} })`
  return ts.isExpression(node) ? `(${text})` : text
}

function withoutMarks(node: ts.Node): string {
  let text = node.getText()
  for (const mark of taskDecorators(node).toReversed()) {
    text = text.slice(0, mark.getStart() - node.getStart()) + text.slice(mark.getEnd() - node.getStart())
  }
  return text
}

function loaderOf(file: string): Loader {
  if (file.endsWith('.tsx')) return 'tsx'
  return /\.m?js$/.test(file) ? 'js' : 'ts'
}
