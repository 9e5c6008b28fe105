export type { Fact } from './fact.ts'
export * from './labels.ts'
