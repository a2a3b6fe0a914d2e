// Writes docs/reference/conformance.md: each statement of the container contract with the tests that prove it, or the
// reason why none can. Tests quote the ids of the statements they prove in their names, as in
// 'waits for a FIFO that comes later [T33]'; statements and reasons stand in docs/reference/conformance.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Where the page stands. */
export const page = join(root, 'docs/reference/conformance.md')

/** All statements: id, group, strength, statement, and a reason where no test can prove it. */
export const statements = JSON.parse(
  readFileSync(join(root, 'docs/reference/conformance.json'), 'utf8'),
)

/** The tests that quote statements of the container contract: file, name and ids. */
export function quotingTests() {
  return testFiles().flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(/(['"`])((?:(?!\1).)*\[[TS]\d\d\](?:(?!\1).)*)\1/g)].map(
      ([, , name]) => ({
        file,
        name: name.replaceAll(/ ?\[[TS]\d\d\]/g, ''),
        ids: [...name.matchAll(/\[([TS]\d\d)\]/g)].map((match) => match[1]),
      }),
    )
  })
}

/** All test files of packages and examples, from the root. */
function testFiles() {
  const folders = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name, 'test')),
  )
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.test.ts'))
    .sort()
}

/** The page as it should be. */
export function conformancePage() {
  const tests = quotingTests()
  const groups = [...new Set(statements.map(({ group }) => group))]
  const proven = statements.filter(({ id }) => tests.some(({ ids }) => ids.includes(id))).length
  return `# Conformance of \`@byo/container-kit\`

What SageMaker asks of a container, statement by statement: T of training, S of serving. *Required* is what AWS documents, *observed* what real jobs and AWS's own
toolkits show, *quality* what this package asks of itself. ${proven} of ${statements.length} statements are proven by tests that quote their ids; the others
have the reason why no test here can prove them. \`node scripts/conformance.mjs\` writes this page, and a test holds it to the tests.

${groups.map((group) => section(group, tests)).join('\n')}`
}

function section(group, tests) {
  const rows = statements
    .filter((statement) => statement.group === group)
    .map(({ id, strength, statement, reason }) => {
      const proofs = tests.filter(({ ids }) => ids.includes(id))
      const proof = proofs.length > 0 ? proofs.map(linkTo).join('<br>') : `*${reason ?? 'not yet'}*`
      return `| ${id} | ${strength} | ${cell(statement)} | ${cell(proof)} |\n`
    })
  return `## ${group}

| id | kind | statement | proven by |
|---|---|---|---|
${rows.join('')}`
}

function linkTo({ file, name }) {
  const short = file.replace(/^packages\/container-kit\/test\//, '')
  return `[${short}](../../${file}): ${name}`
}

function cell(text) {
  return text.replaceAll('|', '\\|')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(page, conformancePage())
  console.log(`written to ${page}`)
}
