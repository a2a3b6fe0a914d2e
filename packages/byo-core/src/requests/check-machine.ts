import { checkText, type TextLimits } from './check-limits.ts'

const machine: TextLimits = {
  max: 64,
  pattern: /^ml\.[\w.-]+$/,
  wanted: 'a machine of SageMaker, such as ml.m5.large',
}

const key: TextLimits = {
  min: 1,
  max: 2048,
  pattern: /^[a-zA-Z0-9:/_-]*$/,
  wanted: 'the id, the alias or the ARN of a key',
}

/** Throws unless this can be the machine of a job: newer ones than the SDK knows can. */
export function checkInstanceType(instanceType: string): void {
  checkText('instanceType', instanceType, machine)
}

/** Throws unless the KMS key is left out or can be one. */
export function checkKey(option: string, id: string | undefined): void {
  checkText(option, id, key)
}
