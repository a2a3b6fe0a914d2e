import { expect, it } from 'vitest'
import { formatPythonJson, formatPythonText, parsePythonJson } from '../../src/train/python-json.ts'

// The second column is what Python 3.11 prints for json.dumps(json.loads(text), sort_keys=True, separators=(',', ':')),
// the third str(json.loads(text)).
it.each([
  ['1', '1', '1'],
  ['1.0', '1.0', '1.0'],
  ['-0', '0', '0'],
  ['-0.0', '-0.0', '-0.0'],
  ['1e5', '100000.0', '100000.0'],
  ['1e-4', '0.0001', '0.0001'],
  ['1e-5', '1e-05', '1e-05'],
  ['1.5e-7', '1.5e-07', '1.5e-07'],
  ['1e15', '1000000000000000.0', '1000000000000000.0'],
  ['1e16', '1e+16', '1e+16'],
  ['1.25e+100', '1.25e+100', '1.25e+100'],
  ['0.1', '0.1', '0.1'],
  ['123.456', '123.456', '123.456'],
  ['9007199254740993', '9007199254740993', '9007199254740993'],
  ['NaN', 'NaN', 'nan'],
  ['-Infinity', '-Infinity', '-inf'],
  ['true', 'true', 'True'],
  ['null', 'null', 'None'],
  ['"é\\n\\"𝒙"', '"\\u00e9\\n\\"\\ud835\\udc99"', 'é\n"𝒙'],
  ['[1, 2.0, "a", null, "it\'s"]', '[1,2.0,"a",null,"it\'s"]', "[1, 2.0, 'a', None, \"it's\"]"],
  [
    '{"b": 1, "a": {"d": [], "c": false}}',
    '{"a":{"c":false,"d":[]},"b":1}',
    "{'b': 1, 'a': {'d': [], 'c': False}}",
  ],
  ['{"n1": "1:2", "s": ": NaN"}', '{"n1":"1:2","s":": NaN"}', "{'n1': '1:2', 's': ': NaN'}"],
])('reads %s and writes it as Python does', (text, json, str) => {
  const value = parsePythonJson(text)!

  expect(formatPythonJson(value)).toBe(json)
  expect(formatPythonText(value)).toBe(str)
})

it.each(['', 'abc', '01', '1.', '1e', '{1: 2}', '[1', '"a', 'True', "'a'", '1 2', '--1'])(
  'knows that %j is no JSON',
  (text) => {
    expect(parsePythonJson(text)).toBeUndefined()
  },
)
