import { sendJsonError } from '../protocols/aws-json.ts'
import type { HttpService } from '../services/http-service.ts'
import { unknownOperation } from './json-service.ts'

/** Answers requests that are signed for services that are not here. */
export const unknownService: HttpService = {
  async handle({ request, path }) {
    throw unknownOperation(`${request.method} ${path}`)
  },
  sendError: sendJsonError,
}
