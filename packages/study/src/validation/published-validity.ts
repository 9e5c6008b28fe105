import type { PublishedValue } from '../published.ts'

/**
 * What the study published of the validity of its own labels: beside what was counted, and beside a reference model's
 * labels of 198 sessions. It does not say what it calls a concerning disagreement.
 */
export const publishedValidity = {
  succeededAtSuccessSignal1: 0.13,
  succeededAtSuccessSignal5: 0.9,
  succeededAtFailureSignal1: 0.85,
  succeededAtFailureSignal5: 0.03,
  codeChangeWhereCode: 0.9,
  actionsPerTurnUserKeepsExecution: 8,
  actionsPerTurnAgentTakesPlanning: 16,
  agreementSessions: 198,
  categoricalExact: [0.78, 0.98],
  ordinalExact: [0.53, 0.68],
  ordinalWithinOne: [0.78, 0.99],
  concerningDisagreement: [0, 0.03],
  taskValueSessions: 999,
  taskValueLogR2: 0.38,
  taskValueBias: 0.66,
  taskValueLogR2Below200: 0.16,
  taskValueLogR2Below1000: 0.07,
  taskValueLogR2Below5000: 0.06,
  taskValueLogR2Above5000: 0.01,
  taskValueBiasBelow200: 2.39,
  taskValueBiasBelow1000: 1.1,
  taskValueBiasBelow5000: 0.53,
  taskValueBiasAbove5000: 0.14,
} as const satisfies Record<string, PublishedValue>
