import type { Readable } from 'node:stream'

/** Characters of one log line: CloudWatch takes events of at most 256 KiB. */
const longestLine = 256 * 1024 - 26

/** Calls back for each line of a UTF-8 stream, without its end; the last one needs no line feed. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() as string
    for (const line of lines) emit(line)
    while (rest.length > longestLine) {
      emit(rest.slice(0, longestLine))
      rest = rest.slice(longestLine)
    }
  })
  stream.on('close', () => {
    if (rest !== '') emit(rest)
    rest = ''
  })

  function emit(line: string): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line
    for (let start = 0; start === 0 || start < text.length; start += longestLine) {
      onLine(text.slice(start, start + longestLine))
    }
  }
}
