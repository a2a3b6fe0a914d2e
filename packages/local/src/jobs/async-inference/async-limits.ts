/** Bytes of the payload that comes with an asynchronous invocation itself. Source: API, InvokeEndpointAsync. */
export const inlineBodyBytes = 128_000

/** Bytes of an input object and of an answer, 1 GB. Source: AWS guide, "Asynchronous inference". */
export const asyncPayloadBytes = 1_073_741_824

/** Milliseconds that a request may wait where it says nothing else. Source: API, RequestTTLSeconds. */
export const requestLifetime = 21_600_000

/** Milliseconds that a container may take where the request says nothing else. Source: API, InvocationTimeoutSeconds. */
export const asyncInvocationTimeout = 900_000

/** Milliseconds that a request may ask for. Source: API, InvocationTimeoutSeconds. */
export const longestAsyncInvocation = 3_600_000

/** Requests that an instance is sent at once where the configuration says nothing: SageMaker chooses, and does not say how. */
export const concurrentInvocations = 4
