import { ContainerError } from '../errors.ts'

/**
 * How CSV is read.
 *
 * @public
 */
export interface CsvOptions {
  /**
   * Whether the first record holds the names of the columns. `false` names them `V1`, `V2`, … as R does; a list
   * of names is for files without a header.
   *
   * @defaultValue true
   */
  readonly header?: boolean | readonly string[]
  /**
   * The character between two fields.
   *
   * @defaultValue ','
   */
  readonly delimiter?: string
  /**
   * Kind of a column, where its cells must not decide: `text` keeps `"001"` as it is, `number` makes a cell that
   * is no number an error. A name that the file does not have is ignored.
   *
   * @defaultValue a column is numeric if every cell that is not missing is a finite number
   */
  readonly types?: Readonly<Record<string, 'number' | 'text'>>
  /**
   * Reads the two characters `\n` as a line end where the text has no real one: some clients send them in its place.
   *
   * @defaultValue false
   */
  readonly literalNewlines?: boolean
  /**
   * What errors call the text, usually its path.
   *
   * @defaultValue 'the CSV text'
   */
  readonly name?: string
}

/** {@link CsvOptions} with every default filled in. */
export interface ResolvedCsvOptions {
  readonly header: boolean | readonly string[]
  readonly delimiter: string
  readonly types: ReadonlyMap<string, 'number' | 'text'>
  readonly literalNewlines: boolean
  readonly name: string
}

/** Checks the options and fills in their defaults. */
export function resolveCsvOptions(options: CsvOptions): ResolvedCsvOptions {
  const delimiter = options.delimiter ?? ','
  if (!/^[^"\r\n\u0080-\uffff]$/.test(delimiter)) {
    throw new ContainerError(
      'csv',
      `A CSV delimiter is one ASCII character other than a quote or a line end, not ${JSON.stringify(delimiter)}.`,
    )
  }
  return {
    header: options.header ?? true,
    delimiter,
    types: new Map(Object.entries(options.types ?? {})),
    literalNewlines: options.literalNewlines ?? false,
    name: options.name ?? 'the CSV text',
  }
}

/** The options with columns declared to be text. */
export function asText(options: ResolvedCsvOptions, columns: Iterable<string>): ResolvedCsvOptions {
  const types = new Map(options.types)
  for (const name of columns) types.set(name, 'text')
  return { ...options, types }
}
