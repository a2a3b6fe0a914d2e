import { processKit } from '../support/process-kit.ts'
import { describeRunner } from './runner-conformance.ts'

describeRunner('the process runner', processKit)
