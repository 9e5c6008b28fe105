import type { WorkMode } from '@fieldwork/codebook'

const titles: Readonly<Record<WorkMode, string>> = {
  build: 'Build a feature for an application',
  fix: 'Find and mend a defect in an application',
  test: 'Test and review a module',
  orchestrate: 'Write prompts and checks for an assistant',
  operate: 'Set up and run an environment',
  understand: 'Explain how an existing system works',
  plan: 'Plan a change to a system',
  analyse: 'Analyse a set of data',
  write: 'Write a document for readers',
}

/** The title of the job posting as which the session is priced; at most 80 characters. */
export const taskTitle = (mode: WorkMode): string => titles[mode]
