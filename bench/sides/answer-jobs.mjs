import { createInterface } from 'node:readline'

/** Answers the jobs that come in on standard input, one JSON value a line; every side knows `peak`, its memory in MB. */
export async function answerJobs(answers) {
  const all = {
    ...answers,
    async peak() {
      return { peak: process.resourceUsage().maxRSS / 1024 }
    },
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: job, ...rest } = JSON.parse(line)
    const answer = await all[job](rest).catch((error) => ({ error: error.message }))
    console.log(JSON.stringify(answer))
  }
}
