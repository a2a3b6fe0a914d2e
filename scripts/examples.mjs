// Collects every piece of TypeScript that users are shown (fenced blocks of the Markdown pages, @example
// blocks of the sources) and compiles each as a module of its own, in a folder where all packages can
// be imported as a user would import them.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'docs/.snippets')

/** `{ file, line, code }` of every block that users are shown. */
export function collectExamples() {
  return [...markdownFiles().flatMap(fencedBlocks), ...sourceFiles().flatMap(exampleBlocks)]
}

/** Compiles the examples; gives what the compiler says, with the places the code came from. */
export function compileExamples(examples) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const nameOf = ({ file, line }) => `${file.replace(/[^\w]+/g, '-')}-${line}.ts`
  for (const example of examples) {
    writeFileSync(join(folder, nameOf(example)), `${example.code}\nexport {}\n`)
  }
  const settings = {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      noEmit: true,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      noUncheckedIndexedAccess: false,
    },
    include: ['*.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true, force: true })
  return status === 0 ? '' : stdout
}

function markdownFiles() {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true })
    .filter((path) => path.endsWith('.md') && !/node_modules|^api/.test(path))
    .map((path) => `docs/${path}`)
  const readmes = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}/README.md`),
  )
  return ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...readmes, ...inDocs]
}

function sourceFiles() {
  return readdirSync(join(root, 'packages')).flatMap((name) =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `packages/${name}/src/${path}`),
  )
}

function fencedBlocks(file) {
  const text = textOf(file)
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => ({
    file,
    line: lineAt(text, match.index),
    code: match[1],
  }))
}

function exampleBlocks(file) {
  const text = textOf(file)
  return [...text.matchAll(/@example[^\n]*\n\s*\* ```ts\n([\s\S]*?)\* ```/g)].map((match) => ({
    file,
    line: lineAt(text, match.index),
    code: match[1].replace(/^\s*\* ?/gm, ''),
  }))
}

function textOf(file) {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return ''
  }
}

function lineAt(text, index) {
  return text.slice(0, index).split('\n').length
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const examples = collectExamples()
  const complaints = compileExamples(examples)
  process.stdout.write(complaints)
  const where = relative(root, folder)
  console.log(
    `examples: ${examples.length} compiled in ${where}, ${complaints ? 'with errors' : 'no errors'}`,
  )
  process.exitCode = complaints || examples.length === 0 ? 1 : 0
}
