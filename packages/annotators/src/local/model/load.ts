import { Value } from 'typebox/value'
import codebase from '../models/codebase.json' with { type: 'json' }
import decisions from '../models/decisions.json' with { type: 'json' }
import expertise from '../models/expertise.json' with { type: 'json' }
import failureSignal from '../models/failure-signal.json' with { type: 'json' }
import occupationUser from '../models/occupation-user.json' with { type: 'json' }
import occupationWork from '../models/occupation-work.json' with { type: 'json' }
import outcome from '../models/outcome.json' with { type: 'json' }
import successSignal from '../models/success-signal.json' with { type: 'json' }
import taskValue from '../models/task-value.json' with { type: 'json' }
import workMode from '../models/work-mode.json' with { type: 'json' }
import { Models } from './model.ts'

/** The models that are shipped. Throws where a file is no model. */
export const localModels: Models = Value.Parse(Models, {
  work_mode: workMode,
  codebase,
  expertise,
  occupation_user: occupationUser,
  occupation_work: occupationWork,
  outcome,
  success_signal: successSignal,
  failure_signal: failureSignal,
  task_value: taskValue,
  decisions,
})
