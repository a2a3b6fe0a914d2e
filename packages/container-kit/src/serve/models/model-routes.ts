import { routes } from '../../contract/routes.ts'
import { HttpError } from '../../errors.ts'
import type { Endpoint, Route } from '../http/routes.ts'
import { answerInvocation } from '../invocation/invocations.ts'
import { answerFailure, answering } from './answering.ts'
import { listModels } from './list-models.ts'
import type { ModelRegistry } from './model-registry.ts'
import { readLoadRequest } from './read-load-request.ts'
import type { ServedModel } from './served-model.ts'

/**
 * What a container of a multi-model endpoint answers about its models.
 *
 * | request | status | when |
 * |---|---|---|
 * | `POST /models` | 200 | the model can be asked from now on |
 * | | 400 | the body is not JSON of `model_name` and `url`, or the url leads out of the models' root |
 * | | 404 | there is no folder at the url |
 * | | 409 | a model of this name is loaded or being loaded; it goes on as before |
 * | | 507 | memory, disk, files or threads did not suffice: the platform unloads others and tries again |
 * | | 503 | the container ends |
 * | | 500 | the program could not load it, or the status of its own HttpError (other than 409) |
 * | `GET /models` | 200 | a page of models, by name |
 * | | 400 | `next_page_token` was never given out |
 * | `GET /models/{name}` | 200, 404 | it is loaded, or not |
 * | `DELETE /models/{name}` | 200 | it is gone, with all that it held, after the invocations under way |
 * | | 404 | it is not loaded |
 * | | 500 | the program's `unload` failed; the model is not listed any more |
 * | `POST /models/{name}/invoke` | 404 | it is not loaded, or was unloaded before its turn came |
 * | | others | as POST /invocations answers |
 * | `POST /invocations` | 404 | always: no model is named |
 *
 * A load goes on when the platform no longer waits for its answer; the platform asks again, and learns from 409 that it does.
 *
 * @see AWS guide, "Custom containers contract for multi-model endpoints"
 */
export function modelRoutes(models: ModelRegistry): readonly Route[] {
  return [
    { path: routes.invocations, methods: { POST: answering(refuseUnnamed) } },
    {
      path: routes.models,
      methods: {
        GET: answering((message) => listModels(models, message.url)),
        POST: answering(async (message) => {
          const { name, url } = await readLoadRequest(message)
          return described(await models.load(name, url))
        }),
      },
    },
    {
      path: routes.model,
      methods: {
        GET: answering((_message, name) => described(models.get(name))),
        DELETE: answering((_message, name) => models.unload(name)),
      },
    },
    { path: routes.invokeModel, methods: { POST: invoking(models) } },
  ]
}

function refuseUnnamed(): never {
  throw new HttpError(
    404,
    `This is a container of a multi-model endpoint, where every model has a name: use POST ${routes.invokeModel}, after POST ${routes.models}.`,
  )
}

function described({ name, url }: ServedModel): { modelName: string; modelUrl: string } {
  return { modelName: name, modelUrl: url }
}

function invoking(models: ModelRegistry): Endpoint {
  return (service, message, response, name) => {
    try {
      const model = models.get(name)
      model.keepDuring(answerInvocation(service, model, message, response))
    } catch (error) {
      answerFailure(service, response, error)
    }
  }
}
