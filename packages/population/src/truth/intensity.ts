import { plantedParameters } from '../parameters.ts'
import { erlang, normal, type Random, roundLogAtRandom } from '../random.ts'
import { type Control, controlShares } from './decisions.ts'
import { atLevel, type Expertise, mapLevels, meanOverLevels } from './expertise.ts'

/** How much is to be done in a session. `words` is what the agent is to write, all turns together. */
export type Intensity = {
  readonly turns: number
  readonly actions: number
  readonly words: number
  /** The part of the actions per turn that nothing explains, in standard deviations. */
  readonly residual: number
}

const planted = plantedParameters

/** No session is longer: bounds on memory, which few in a thousand meet. */
const MOST = { turns: 100, actions: 4_000, words: 120_000 }

const log = Math.log

/** What control of each kind adds to the logarithm of the actions per turn, such that the means under it are as planted. */
const effects = effectsOfControl()

function effectsOfControl() {
  const { userKeepsExecution, agentTakesPlanning } = controlShares()
  const { value: all } = planted.actionsPerTurn
  const user = log(planted.actionsPerTurnWhenUserKeepsExecution.value / all) / (1 - userKeepsExecution)
  const agent = log(planted.actionsPerTurnWhenAgentTakesPlanning.value / all) / (1 - agentTakesPlanning)
  const logs = mapLevels(planted.actionsPerTurnByLevel.value, log)
  const varianceOfLevel = meanOverLevels(mapLevels(logs, (x) => x ** 2)) - meanOverLevels(logs) ** 2
  const explained =
    varianceOfLevel +
    user ** 2 * userKeepsExecution * (1 - userKeepsExecution) +
    agent ** 2 * agentTakesPlanning * (1 - agentTakesPlanning)
  return {
    user,
    agent,
    mean: userKeepsExecution * user + agentTakesPlanning * agent,
    unexplained: Math.sqrt(planted.actionsPerTurnSpread.value ** 2 - explained),
  }
}

/** Draws how much is done; `scale` multiplies actions and words per turn. */
export function drawIntensity(
  random: Random,
  expertise: Expertise,
  control: Control,
  scale: number,
): Intensity {
  const logTurns = erlang(random, planted.turnsShape.value, log(planted.turns.value))
  const turns = roundLogAtRandom(random, Math.min(MOST.turns, Math.exp(logTurns)))
  const residual = normal(random)
  const deviation =
    residual * effects.unexplained +
    (control.userKeepsExecution ? effects.user : 0) +
    (control.agentTakesPlanning ? effects.agent : 0) -
    effects.mean
  const actionsPerTurn = atLevel(planted.actionsPerTurnByLevel.value, expertise) * Math.exp(deviation)
  const { power, spread } = planted.wordsWithActions.value
  const wordsPerTurn =
    atLevel(planted.wordsPerTurnByLevel.value, expertise) *
    Math.exp(power * deviation + spread * normal(random))
  return {
    turns,
    actions: Math.min(MOST.actions, Math.max(1, Math.round(turns * actionsPerTurn * scale))),
    words: Math.min(MOST.words, Math.round(turns * wordsPerTurn * scale)),
    residual,
  }
}
