/** Texts that the tool writes in the person's place, under the role user or as a message of another kind. */
const wrappers = [
  '# AGENTS.md instructions',
  '<INSTRUCTIONS>',
  '<environment_context>',
  '<user_instructions>',
  '<user_shell_command>',
  '<user_action>',
  '<turn_aborted>',
  '<skill>',
  '<skills_instructions>',
  '<apps_instructions>',
  '<plugins_instructions>',
  '<collaboration_mode>',
  '<permissions instructions>',
  '<personality_spec>',
  '<model_switch>',
  '<subagent_notification>',
  '<subagents>',
  '<hook_prompt',
  '<goal_context>',
  '<recommended_plugins>',
  '<realtime_conversation>',
  'Another language model started to solve this problem',
]

/** Editors put their context before the person's words, which begin after this. */
const REQUEST = '## My request for Codex:'
const CONTEXT = '# Context from my IDE setup:'

const isWrapper = (text: string): boolean => {
  const start = text.trimStart()
  return wrappers.some((wrapper) => start.startsWith(wrapper))
}

export const isAbortMarker = (text: string): boolean => text.trimStart().startsWith('<turn_aborted>')

/** The person's own words in a message; empty where it has none. */
export function personsWords(text: string): string {
  const own = text.trim()
  if (isWrapper(own)) return ''
  if (!own.startsWith(CONTEXT) && !own.startsWith(REQUEST)) return own
  const request = own.indexOf(REQUEST)
  return request === -1 ? own : own.slice(request + REQUEST.length).trim()
}
