// Writes docs/reference/conformance.md: each statement of the container contract and of SageMaker's API with the tests
// that prove it, or the reason why none does. Tests quote the ids of the statements they prove in their names, as in
// 'waits for a FIFO that comes later [T33]'; statements and reasons stand in docs/reference/conformance.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Where the page stands. */
export const page = join(root, 'docs/reference/conformance.md')

/** All statements: id, group, strength, statement, and a reason where no test proves it. */
export const statements = JSON.parse(
  readFileSync(join(root, 'docs/reference/conformance.json'), 'utf8'),
)

/** How tests quote statements. */
const quote = /\[([TS]\d\d|G\d{3})\]/g

/** The tests that quote statements: file, name and ids. */
export function quotingTests() {
  return testFiles().flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(/(['"`])((?:(?!\1).)*\[(?:[TS]\d\d|G\d{3})\](?:(?!\1).)*)\1/g)].map(
      ([, , name]) => ({
        file,
        name: name.replaceAll(quote, '').replaceAll(/ {2,}/g, ' ').trim(),
        ids: [...name.matchAll(quote)].map((match) => match[1]),
      }),
    )
  })
}

/** All test files of packages and examples, from the root. */
function testFiles() {
  const folders = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(parent, name, 'test')),
  )
  return (
    folders
      .filter((folder) => existsSync(join(root, folder)))
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path)),
      )
      // A suite that several tests run stands in a file of its own.
      .filter((path) => /(?:\.test|-conformance)\.ts$/.test(path))
      .sort()
  )
}

/** The page as it should be. */
export function conformancePage() {
  const tests = quotingTests()
  const chapter = (letters) => {
    const own = statements.filter(({ id }) => letters.includes(id[0]))
    const proven = own.filter(({ id }) => tests.some(({ ids }) => ids.includes(id))).length
    const sections = [...new Set(own.map(({ group }) => group))].map((group) =>
      section(group, own, tests),
    )
    return { proven: `${proven} of ${own.length}`, text: sections.join('\n') }
  }
  const container = chapter('TS')
  const platform = chapter('G')
  return `# Conformance

What SageMaker asks of a container and what clients see of it, statement by statement, with the tests that quote their ids; where no test does, the reason stands in its
place. \`node scripts/conformance.mjs\` writes this page, and a test holds it to the tests.

- **The container**, \`@byo/container-kit\`: T of training, S of serving. *Required* is what AWS documents, *observed* what real jobs and AWS's own toolkits show, *quality*
  what the package asks of itself. ${container.proven} are proven.
- **SageMaker's API**, G: *emulator* of \`@byo/local\`, *SDK* of \`@byo/core\`. ${platform.proven} are proven.

${container.text}
${platform.text}`
}

function section(group, own, tests) {
  const rows = own
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
  const short = file.replace(/^packages\/([^/]+)\/test\//, (_, name) =>
    name === 'container-kit' ? '' : `${name}: `,
  )
  return `[${short}](../../${file}): ${name}`
}

function cell(text) {
  return text.replaceAll('|', '\\|')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(page, conformancePage())
  console.log(`written to ${page}`)
}
