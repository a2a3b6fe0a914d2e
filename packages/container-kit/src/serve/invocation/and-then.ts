/** Goes on with a value, at once if it is there and later if it is promised. */
export function andThen<From, To>(
  value: From | PromiseLike<From>,
  next: (value: From) => To | Promise<To>,
): To | Promise<To> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value)
}

export function isPromise<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return (
    typeof value === 'object' &&
    value !== null &&
    // To ask a typed array for a name takes V8 longer than to predict with a small model.
    !ArrayBuffer.isView(value) &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
