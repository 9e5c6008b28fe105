/** A kind of secret or personal datum that a pattern recognises. */
type SecretRule = {
  readonly kind: string
  readonly pattern: RegExp
  /** The replacement, where something of the match stays (`$1`); the typed placeholder where absent. */
  readonly replacement?: string
}

/** Rules that share a cheap test, without which none of their patterns can match: most texts fail it. */
export type RuleGroup = {
  readonly gate: RegExp
  /** Opens in so many texts that it is asked by itself; the others are first asked all at once. */
  readonly common?: true
  readonly rules: readonly SecretRule[]
}

const HOME_USER = '$1[REDACTED:home-user]'

/** A user's name after `before`, which stays. */
const named = (before: string) =>
  new RegExp(
    String.raw`(${before})(?!\[REDACTED|(?:Shared|Public)\b)[^\s/\\"'\x60:;,<>[\](){}|$*&]{1,64}`,
    'g',
  )

/**
 * The first rule set: forms that are documented by who issues them, so that nothing that merely looks random (hashes,
 * UUIDs, lock files, minified code) is touched. No pattern repeats a repetition, and every repetition is bounded: the
 * time is linear. Gates are chosen by measuring: a search for a rare character that looks behind itself is several times
 * faster than one that begins with a common character.
 */
export const ruleGroups: readonly RuleGroup[] = [
  {
    gate: /_(?<=gh[pousr]_|hub_pat_)/,
    rules: [{ kind: 'github-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})/g }],
  },
  { gate: /_(?<=\bnpm_)/, rules: [{ kind: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g }] },
  { gate: /_(?<=hf_)/, rules: [{ kind: 'huggingface-token', pattern: /\bhf_[A-Za-z0-9]{30,100}/g }] },
  {
    gate: /_(?<=_live_|_test_|whsec_)/,
    rules: [{ kind: 'stripe-key', pattern: /\b(?:[srp]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,200}/g }],
  },
  { gate: /_(?<=fw_)/, rules: [{ kind: 'fieldwork-key', pattern: /\bfw_[\w-]{43}/g }] },
  {
    gate: /-(?<=\bsk-)/,
    rules: [
      { kind: 'anthropic-key', pattern: /\bsk-ant-[\w-]{20,200}/g },
      // A digit is asked for: class names in style sheets begin with `sk-` too.
      { kind: 'openai-key', pattern: /\bsk-(?=[A-Za-z_-]{0,100}\d)[\w-]{32,200}/g },
    ],
  },
  { gate: /-(?<=glpat-)/, rules: [{ kind: 'gitlab-token', pattern: /\bglpat-[\w-]{20,100}/g }] },
  {
    gate: /xox|\.slack\.com\//,
    rules: [
      {
        kind: 'slack-token',
        pattern: /\bxox[abeoprs]-[\w-]{10,250}|\bhooks\.slack\.com\/services\/[\w/]{20,100}/g,
      },
    ],
  },
  {
    gate: /AKIA|ASIA/,
    rules: [{ kind: 'aws-access-key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g }],
  },
  {
    gate: /AIza|\.(?<=ya29\.)/,
    rules: [{ kind: 'google-key', pattern: /\bAIza[\w-]{35}|\bya29\.[\w-]{20,500}/g }],
  },
  { gate: /SG\./, rules: [{ kind: 'sendgrid-key', pattern: /\bSG\.[\w-]{16,64}\.[\w-]{16,64}/g }] },
  {
    gate: /\.eyJ/,
    rules: [{ kind: 'jwt', pattern: /\beyJ[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{8,2000}/g }],
  },
  {
    gate: /Bearer /,
    rules: [
      {
        kind: 'bearer-token',
        pattern: /\b(Bearer {1,3})(?!\[REDACTED)(?=[A-Za-z._~+/=-]{0,100}\d)[A-Za-z0-9._~+/=-]{20,4000}/g,
        replacement: '$1[REDACTED:bearer-token]',
      },
    ],
  },
  {
    gate: /PASSWORD|SECRET|TOKEN|API_KEY/,
    rules: [
      {
        kind: 'assigned-secret',
        pattern:
          /((?:PASSWORD|SECRET|TOKEN|API_KEY)[\w-]{0,20}\\?["']?\s{0,3}[:=]\s{0,3}\\?["'])(?!\[REDACTED)[^\s"'\\$<>{}]{8,200}(?=\\?["'])/g,
        replacement: '$1[REDACTED:assigned-secret]',
      },
    ],
  },
  {
    gate: /@/,
    common: true,
    rules: [
      {
        kind: 'connection-string',
        pattern: /(:\/\/[^\s:/@"'`<>[\]]{0,100}:)(?!\[REDACTED)[^\s/@"'`<>]{1,200}@/g,
        replacement: '$1[REDACTED:connection-string]@',
      },
    ],
  },
  {
    gate: /\/home\/|\/Users\//,
    common: true,
    rules: [
      {
        kind: 'home-user',
        // At the start of a path only: `src/Users/List.tsx` is a folder of a project.
        pattern: named(String.raw`\/(?:home|Users)\/(?<!(?:[\w.~-]{2}|[.~])\/(?:home|Users)\/)`),
        replacement: HOME_USER,
      },
    ],
  },
  {
    gate: /\\Users\\/,
    rules: [{ kind: 'home-user', pattern: named(String.raw`\\Users\\{1,2}`), replacement: HOME_USER }],
  },
  {
    // A path as the name of a folder, which ends the user's name at its first hyphen.
    gate: /\/-/,
    rules: [
      {
        kind: 'home-user',
        pattern: /(\/-(?:home|Users)-)(?!\[REDACTED)[^\s/\\"'`\-()[\]]{1,64}/g,
        replacement: HOME_USER,
      },
    ],
  },
]
