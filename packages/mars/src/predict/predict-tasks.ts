import { type PlanColumns, type PredictionPlan, predictPlan } from './predict-plan.ts'

/** What a worker does for predictions. */
export interface PredictTasks {
  /** Says what is predicted from now on. */
  usePlan(plan: PredictionPlan): void
  /** Predictions of some rows. */
  predictRows(design: PlanColumns): Float64Array
}

/** The tasks of one worker. */
export function createPredictTasks(): PredictTasks {
  let current: PredictionPlan | undefined
  return {
    usePlan: (plan) => {
      current = plan
    },
    predictRows: (design) => {
      if (current === undefined) throw new Error('no plan was sent before the rows')
      return predictPlan(current, design)
    },
  }
}
