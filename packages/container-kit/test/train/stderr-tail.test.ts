import { expect, it } from 'vitest'
import { stderrTail } from '../../src/train/stderr-tail.ts'

function tailOf(text: string) {
  const tail = stderrTail()
  tail.add(Buffer.from(text))
  return tail
}

it.each([
  [
    'Traceback (most recent call last):\n  File "error.py", line 1, in error\n    raise ValueError("odd")\nValueError: odd\nbye\n',
    'ValueError: odd',
  ],
  [
    'Error in fit(x) : singular matrix\nCalls: main -> fit\nExecution halted\n',
    'Error in fit(x) : singular matrix',
  ],
  ['Error: broken\n    at error (x.js:1)\n\nNode.js v20.19.0\n', 'Error: broken'],
  [
    'Exception in thread "main" X\n\tat a.Error\nCaused by: java.io.IOException: gone\n\tat b\n',
    'Caused by: java.io.IOException: gone',
  ],
  [
    'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/x/error.go:4\nexit status 2\n',
    'panic: boom',
  ],
  ['\u001b[31mError: red\u001b[0m\r\n', 'Error: red'],
  ['10%\r50%\rlast words', 'last words'],
  ['\n \n', ''],
  ['', ''],
])('finds in %j what went wrong', (text, cause) => {
  expect(tailOf(text).cause()).toBe(cause)
})

it('keeps the last lines that fit, none cut in two but one that is too long', () => {
  const text = Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join('')

  expect(tailOf(text).lines(20)).toBe('line 4998\nline 4999')
  expect(tailOf(`${'a'.repeat(100_000)}𝒙𝒙`).lines(3)).toBe('a𝒙𝒙')
  expect(tailOf('').lines(20)).toBe('')
})
