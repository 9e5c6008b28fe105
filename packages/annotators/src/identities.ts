/**
 * What names an annotator beside its settings, and how many sessions one job gives it. Another version is another run: what
 * changes answers changes the version.
 */
export const identities = {
  local: { version: '2', sessionsPerJob: 200 },
  none: { version: '1', sessionsPerJob: 1_000 },
  anthropic: { version: '2', sessionsPerJob: 1 },
} as const
