import { JobError } from '../../errors.ts'
import { formatCsvRow, parseCsvRow } from './csv-row.ts'
import { type DataFormat, formatOfType, processedTypes } from './data-format.ts'
import {
  followJsonPath,
  isIndexPath,
  type JsonPath,
  JsonPathError,
  parseJsonPath,
} from './json-path.ts'
import { ObjectFailure } from './object-failure.ts'
import type { TransformRequest } from './transform-request.ts'

/** What is done to records before they are sent, and to answers before they are kept. */
export interface DataProcessor {
  /** What of a record is sent, and the rows that it has. */
  read(record: Buffer): ProcessedRecord
  /** What is kept of an answer to these rows. */
  write(rows: readonly string[], answer: ProcessedAnswer): Buffer
}

/** A record once it is filtered. */
interface ProcessedRecord {
  readonly sent: Buffer
  /** As they were before. */
  readonly rows: readonly string[]
}

/** An answer and what it says it is. */
export interface ProcessedAnswer {
  readonly body: Uint8Array
  readonly contentType: string | undefined
}

/**
 * What a job's DataProcessing asks for; undefined where it asks for nothing.
 *
 * @throws JobError for a path that is none.
 */
export function createDataProcessor(request: TransformRequest): DataProcessor | undefined {
  const { InputFilter, OutputFilter, JoinSource } = request.DataProcessing
  if (InputFilter === '$' && OutputFilter === '$' && JoinSource === 'None') return undefined
  const input = readPath(InputFilter)
  const output = readPath(OutputFilter)
  const { ContentType, SplitType } = request.TransformInput
  const given = formatOfType(ContentType)
  const isOneRow = SplitType !== 'None' || given === 'json'
  const toRows = (record: Buffer): string[] => {
    const text = record.toString('utf8')
    return isOneRow ? [trimEnd(text)] : linesOf(text)
  }

  return {
    read(record) {
      const rows = JoinSource === 'Input' || input !== undefined ? toRows(record) : []
      if (input === undefined) return { sent: record, rows }
      const kept = rows.map((row) => filterRow(row, given ?? 'json', input))
      const isEnded = record.at(-1) === 10
      return { sent: Buffer.from(kept.join('\n') + (isEnded ? '\n' : '')), rows }
    },
    write(rows, { body, contentType }) {
      const format =
        formatOfType(request.TransformOutput.Accept) ?? formatOfType(contentType) ?? given
      if (format === undefined) {
        throw new ObjectFailure(
          'ClientError',
          `The answer is ${contentType ?? 'of no type'}: with DataProcessing, Accept or the answer's Content-Type is one of ${processedTypes}.`,
        )
      }
      const text = Buffer.from(body).toString('utf8')
      const isOneAnswer = format === 'json' && rows.length <= 1
      const answers = isOneAnswer ? [trimEnd(text)] : linesOf(text)
      const joined =
        JoinSource === 'Input' ? join(rows, answers, { given: given ?? 'json', format }) : answers
      const kept = output ? joined.map((row) => filterRow(row, format, output)) : joined
      return Buffer.from(kept.join('\n'))
    },
  }
}

function readPath(text: string): JsonPath | undefined {
  try {
    return text === '$' ? undefined : parseJsonPath(text)
  } catch (cause) {
    if (!(cause instanceof JsonPathError)) throw cause
    throw new JobError('ClientError', cause.message, { cause })
  }
}

/** Rows with their answers, as SageMaker joins each format. */
function join(
  rows: readonly string[],
  answers: readonly string[],
  { given, format }: { given: DataFormat; format: DataFormat },
): string[] {
  if ((given === 'csv') !== (format === 'csv')) {
    throw new ObjectFailure(
      'ClientError',
      'JoinSource Input needs records and answers of one format, CSV or JSON: set Accept to the ContentType.',
    )
  }
  if (rows.length !== answers.length) {
    throw new ObjectFailure(
      'ClientError',
      `${rows.length} records were sent and ${answers.length} answers came back: they cannot be joined. A container answers each record on a line of its own.`,
    )
  }
  const joinRow = format === 'csv' ? joinCsv : joinJson
  return rows.map((row, i) => joinRow(row, answers[i] as string))
}

function joinCsv(row: string, answer: string): string {
  return `${row},${answer}`
}

/** Texts are joined rather than values, so that numbers stay as they were written. */
function joinJson(row: string, answer: string): string {
  const record = parseJson(row, 'A record')
  parseJson(answer, 'An answer')
  const isObject = typeof record === 'object' && record !== null && !Array.isArray(record)
  if (!isObject) return `{"SageMakerInput":${row.trim()},"SageMakerOutput":${answer.trim()}}`
  if (Object.hasOwn(record, outputName)) {
    return JSON.stringify({ ...record, [outputName]: JSON.parse(answer) })
  }
  const members = row.trim().slice(1, -1).trimEnd()
  return `{${members}${Object.keys(record).length > 0 ? ',' : ''}"${outputName}":${answer.trim()}}`
}

/** The member that a record gets; AWS reserves it. */
const outputName = 'SageMakerOutput'

/** What a path gives of a row, again as a row. */
function filterRow(row: string, format: DataFormat, path: JsonPath): string {
  if (format !== 'csv') return JSON.stringify(follow(path, parseJson(row, 'A record')))
  if (!isIndexPath(path)) {
    throw new ObjectFailure(
      'ClientError',
      `Invalid JsonPath: ${path.text}: a row of CSV is a list, so only places in it can be given, such as $[0] or $[1:].`,
    )
  }
  const found = follow(path, parseRow(row))
  return formatCsvRow(Array.isArray(found) ? found : [String(found)])
}

function follow(path: JsonPath, value: unknown): unknown {
  try {
    return followJsonPath(path, value)
  } catch (cause) {
    if (!(cause instanceof JsonPathError)) throw cause
    throw new ObjectFailure('ClientError', cause.message)
  }
}

function parseRow(row: string): string[] {
  try {
    return parseCsvRow(row)
  } catch (cause) {
    throw new ObjectFailure(
      'ClientError',
      `A row cannot be read as CSV: ${(cause as Error).message}.`,
    )
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ObjectFailure('ClientError', `${what} is no JSON: ${(cause as Error).message}.`)
  }
}

/** Lines without their ends; one without anything is none. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '')
}

function trimEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}
