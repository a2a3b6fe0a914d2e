import { integer, minValue, number, object, optional, pipe, string } from 'valibot'

/** What the container takes, and checks; the command checks what it searches against the same before it asks SageMaker. */
export const hyperparameters = object({
  target: string(),
  degree: optional(pipe(number(), integer(), minValue(1))),
  nk: optional(pipe(number(), integer(), minValue(1))),
  penalty: optional(pipe(number(), minValue(-1))),
})
