import { describe, expect, it } from 'vitest'
import { createDataProcessor } from '../../../src/jobs/transform/data-processing.ts'
import type {
  DataProcessing,
  SplitType,
  TransformRequest,
} from '../../../src/jobs/transform/transform-request.ts'

interface Case extends Partial<DataProcessing> {
  readonly type?: string
  readonly accept?: string
  readonly split?: SplitType
}

/** What a record becomes on its way to the container, and its answer on the way back. */
function process(
  { type = 'text/csv', accept, split = 'Line', ...processing }: Case,
  records: readonly string[],
  answer: string,
  answerType?: string,
): { sent: string[]; kept: string } {
  const processor = createDataProcessor({
    TransformInput: { ContentType: type, SplitType: split },
    TransformOutput: { ...(accept && { Accept: accept }) },
    DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None', ...processing },
  } as TransformRequest)
  const read = records.map((record) => processor?.read(Buffer.from(record)))
  const rows = read.flatMap((one) => one?.rows ?? [])
  const written = processor?.write(rows, { body: Buffer.from(answer), contentType: answerType })
  return { sent: read.map((one) => String(one?.sent)), kept: String(written) }
}

const json = 'application/json'
const jsonLines = 'application/jsonlines'

describe('data processing', () => {
  it('is none where nothing is asked for', () => {
    const request = { DataProcessing: { InputFilter: '$', OutputFilter: '$', JoinSource: 'None' } }
    expect(createDataProcessor(request as TransformRequest)).toBeUndefined()
  })

  it('appends the answer to each row of CSV [G082]', () => {
    const rows = ['1,2,3\n', '4,"5,5",6']
    expect(process({ JoinSource: 'Input' }, rows, '0.5\n0.7\n')).toEqual({
      sent: rows,
      kept: '1,2,3,0.5\n4,"5,5",6,0.7',
    })
  })

  it('leaves the columns of CSV out that the filters leave out [G082]', () => {
    const filters = { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-1]' } as const
    expect(process(filters, ['id1,2,"3,3"\r\n', 'id2,5,6\n'], '0.5\n0.7')).toEqual({
      sent: ['2,"3,3"\n', '5,6\n'],
      kept: 'id1,0.5\nid2,0.7',
    })
    expect(process({ OutputFilter: '$[1]' }, ['1\n', '2\n'], 'a,b\nc,"d,e"').kept).toBe('b\n"d,e"')
  })

  it('adds the answer to a JSON object as SageMakerOutput, every number as it was [G082]', () => {
    const record = '{"key": 1.0, "id": 12345678901234567890}'
    expect(process({ type: json, JoinSource: 'Input' }, [record], '{"label":1.50}').kept).toBe(
      '{"key": 1.0, "id": 12345678901234567890,"SageMakerOutput":{"label":1.50}}',
    )
    expect(process({ type: json, JoinSource: 'Input' }, ['{}'], '1').kept).toBe(
      '{"SageMakerOutput":1}',
    )
  })

  it('puts any other JSON beside its answer as SageMakerInput [G082]', () => {
    expect(process({ type: json, JoinSource: 'Input' }, ['[1,2]'], '3').kept).toBe(
      '{"SageMakerInput":[1,2],"SageMakerOutput":3}',
    )
  })

  it('overwrites a SageMakerOutput that is there already', () => {
    const record = '{"SageMakerOutput":"mine","a":1}'
    expect(process({ type: json, JoinSource: 'Input' }, [record], '2').kept).toBe(
      '{"SageMakerOutput":2,"a":1}',
    )
  })

  it('joins and filters each of the JSON lines by itself [G082]', () => {
    const filters = {
      type: jsonLines,
      InputFilter: '$.features',
      JoinSource: 'Input',
      OutputFilter: "$['id','SageMakerOutput']",
    } as const
    const records = ['{"id":1,"features":[1,2]}\n', '{"id":2,"features":[3,4]}\n']
    expect(process(filters, records, '{"label":"a"}\n{"label":"b"}\n')).toEqual({
      sent: ['[1,2]\n', '[3,4]\n'],
      kept: '{"id":1,"SageMakerOutput":{"label":"a"}}\n{"id":2,"SageMakerOutput":{"label":"b"}}',
    })
  })

  it('takes a JSON object over several lines, as it is without SplitType', () => {
    const answer = '{\n  "label": 1\n}\n'
    const whole = { type: json, split: 'None', JoinSource: 'Input' } as const
    expect(JSON.parse(process(whole, ['{\n "a": 1\n}\n'], answer).kept)).toEqual({
      a: 1,
      SageMakerOutput: { label: 1 },
    })
  })

  it('joins the rows of a CSV that is sent as a whole', () => {
    const whole = { split: 'None', JoinSource: 'Input', InputFilter: '$[0]' } as const
    expect(process(whole, ['1,2\n3,4\n'], '5\n6\n')).toEqual({
      sent: ['1\n3\n'],
      kept: '1,2,5\n3,4,6',
    })
  })

  it('reads an answer by Accept, else by its own type, else by that of the records', () => {
    const label = { type: 'text/csv', OutputFilter: '$.label' }
    expect(process({ ...label, accept: json }, ['1\n'], '{"label":7}').kept).toBe('7')
    expect(process(label, ['1\n'], '{"label":7}', `${jsonLines}; charset=utf-8`).kept).toBe('7')
    expect(process({ OutputFilter: '$[0]' }, ['1\n'], '7,8', undefined).kept).toBe('7')
  })

  it('says what cannot be joined, filtered or read', () => {
    const input = { JoinSource: 'Input' } as const
    expect(() => process(input, ['1\n', '2\n'], 'one')).toThrow(
      '2 records were sent and 1 answers came back',
    )
    expect(() => process({ ...input, accept: json }, ['1\n'], '{}')).toThrow(
      'needs records and answers of one format',
    )
    expect(() => process({ ...input, type: json }, ['{"a":'], '1')).toThrow('A record is no JSON')
    expect(() => process({ ...input, type: json }, ['1'], 'no')).toThrow('An answer is no JSON')
    expect(() => process({ InputFilter: '$[5]' }, ['1,2'], '')).toThrow(
      'The JsonPath $[5] leads to nothing in ["1","2"].',
    )
    expect(() => process({ InputFilter: '$.a' }, ['1,2'], '')).toThrow(
      'Invalid JsonPath: $.a: a row of CSV is a list, so only places in it can be given, such as $[0] or $[1:]',
    )
    expect(() => process({ InputFilter: '$[0]' }, ['1,"2'], '')).toThrow('cannot be read as CSV')
    expect(() =>
      process({ type: 'image/png', OutputFilter: '$[0]' }, [''], '', 'image/png'),
    ).toThrow('The answer is image/png: with DataProcessing, Accept or the answer')
  })
})
