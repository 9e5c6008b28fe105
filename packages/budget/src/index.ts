export { type Budget, type BudgetOptions, createBudget, type Demand, type Permit } from './budget.ts'
export { type Change, createMemorySharedState, type SharedState } from './shared-state.ts'
