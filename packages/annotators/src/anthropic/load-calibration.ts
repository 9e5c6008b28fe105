import { readFileSync } from 'node:fs'
import { type Calibration, readCalibration } from '@fieldwork/codebook'
import { FieldworkError } from '@fieldwork/errors'

/** A calibration set of one's own, from a JSON file. Throws `configuration_invalid` with what is wrong with it. */
export function loadCalibration(path: string): Calibration {
  const read = readCalibration(parse(path))
  if ('calibration' in read) return read.calibration
  throw new FieldworkError('configuration_invalid', `TASK_VALUE_CALIBRATION: ${read.invalid}`)
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new FieldworkError(
      'configuration_invalid',
      'TASK_VALUE_CALIBRATION: no file of JSON that can be read',
      {
        cause,
      },
    )
  }
}
