// Prometheus text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendText } from '../http/send-response.ts'
import type { Service } from '../service.ts'

/** Answers GET /metrics, from what the server's own thread knows: it waits for no model. */
export function answerMetrics(
  service: Service,
  _message: IncomingMessage,
  response: ServerResponse,
): void {
  sendText(response, 'text/plain; version=0.0.4; charset=utf-8', metricsPage(service))
}

/** A line of a metric: labels, and the value. */
type Sample = readonly [labels: string, value: number]

function metricsPage(service: Service): string {
  const { metrics, admission, conversations, model, models, runtime } = service
  const byStatus = [...metrics.byStatus].map(
    ([status, count]): Sample => [`{status="${status}"}`, count],
  )
  const one = (value: number): Sample[] => [['', value]]
  return [
    family('byo_invocations_total', 'counter', 'Invocations answered, by status.', byStatus),
    histogram(
      'byo_invocation_duration_seconds',
      'Seconds from the first byte of an invocation to its answer.',
      metrics,
    ),
    family(
      'byo_streams_broken_total',
      'counter',
      'Streamed answers that broke off, their clients still there.',
      one(metrics.brokenStreams),
    ),
    family('byo_invocations_running', 'gauge', 'Predictions under way.', one(admission.running)),
    family('byo_invocations_waiting', 'gauge', 'Invocations in the queue.', one(admission.waiting)),
    family('byo_conversations_open', 'gauge', 'Conversations open.', one(conversations.size)),
    models === undefined
      ? family('byo_model_loaded', 'gauge', '1 once the model is loaded.', one(model ? 1 : 0))
      : family('byo_models_loaded', 'gauge', 'Models that are loaded.', one(models.size)),
    ...workerFamilies(service),
    family(
      'byo_model_load_duration_seconds',
      'gauge',
      'Seconds that the model took to load.',
      metrics.loadSeconds === undefined ? [] : one(metrics.loadSeconds),
    ),
    family(
      'process_resident_memory_bytes',
      'gauge',
      'Resident memory of the process.',
      one(runtime.host.residentBytes()),
    ),
  ].join('')
}

/** Threads that run handlers, of all models together; nothing where the server's own thread runs them. */
function workerFamilies({ options, model, models }: Service): string[] {
  if (options.workers === 0) return []
  const { ready, busy } = (models ?? model)?.workers ?? { ready: 0, busy: 0 }
  return [
    family('byo_workers', 'gauge', 'Threads that run handlers.', [['', ready]]),
    family('byo_workers_busy', 'gauge', 'Of these, threads that have work.', [['', busy]]),
  ]
}

function histogram(name: string, help: string, metrics: Service['metrics']): string {
  let sum = 0
  const buckets = metrics.histogram.map(({ atMost, count }): Sample => {
    sum += count
    return [`_bucket{le="${atMost}"}`, sum]
  })
  return family(name, 'histogram', help, [
    ...buckets,
    ['_bucket{le="+Inf"}', metrics.count],
    ['_sum', metrics.seconds],
    ['_count', metrics.count],
  ])
}

function family(name: string, type: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${labels} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}
