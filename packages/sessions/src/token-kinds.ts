/** A kind of token that is told by a part that stands in nothing else. */
export type TokenKind = {
  readonly kind: string
  /** What it begins with, one of these; of the few whose middle tells them, what stands there. */
  readonly heads: readonly string[]
  /** The whole of it, as the source of a pattern. */
  readonly source: string
  /** Whether its heads stand where a word begins. */
  readonly begins: boolean
  /** What must follow a head that many words begin with, for a text to be searched for tokens at all. */
  readonly follows?: string
}

/** A text as the source of a pattern: no head holds another sign that is special. */
export const literally = (text: string) => text.replaceAll('.', String.raw`\.`)

function starting(kind: string, head: string, rest: string, follows?: string): TokenKind {
  const heads = head.split(' ')
  return { kind, heads, source: `(?:${heads.map(literally).join('|')})${rest}`, begins: true, follows }
}

const digits = [...'0123456789']
const holding = (kind: string, heads: readonly string[], source: string, follows?: string): TokenKind => ({
  kind,
  heads,
  source,
  begins: false,
  follows,
})

const BASE62 = '[A-Za-z0-9]'
const HEX = '[a-f0-9]'
/** A token of a fixed length that goes on is none. */
const END = '(?![A-Za-z0-9])'

/**
 * Prefixes, alphabets and lengths as their issuers document them or as the rules of gitleaks (MIT) and secretlint (MIT)
 * record them. Lengths are lower bounds where an issuer may lengthen its tokens. More special kinds come first.
 */
export const tokenKinds: readonly TokenKind[] = [
  // Source code, packages and builds
  starting('github-token', 'ghp_ gho_ ghu_ ghs_ ghr_', `${BASE62}{36,255}`),
  starting('github-token', 'github_pat_', String.raw`\w{22,255}`),
  starting(
    'gitlab-token',
    'glpat- glptt- glrt- gldt- glft- glcbt- gloas- glsoat- glimt- glagent-',
    String.raw`[\w-]{20,300}`,
  ),
  starting('atlassian-token', 'ATATT3 ATCTT3', '[A-Za-z0-9_=-]{40,250}'),
  starting('bitbucket-token', 'ATBB', `${BASE62}{24,40}${END}`),
  starting('npm-token', 'npm_', `${BASE62}{36}${END}`),
  starting('pypi-token', 'pypi-AgE', String.raw`[\w-]{40,1000}`),
  starting('rubygems-token', 'rubygems_', `${HEX}{48}`),
  starting('crates-token', 'cio', `(?=[a-zA-Z]{0,31}\\d)${BASE62}{32}${END}`),
  starting('nuget-key', 'oy2', `[a-z0-9]{43}${END}`),
  starting('clojars-token', 'CLOJARS_', '[a-z0-9]{60}'),
  starting('docker-token', 'dckr_pat_ dckr_oat_', String.raw`[\w-]{27,60}`),
  starting('artifactory-token', 'AKCp cmVmd', `${BASE62}{59,69}${END}`),
  starting('sonar-token', 'squ_ sqa_ sqp_', `${HEX}{40}`),
  starting('circleci-token', 'CCIPAT_ CCIPRJ_', `${BASE62}{22}_${HEX}{40}`),
  starting('buildkite-token', 'bkua_ bkct_ bkat_', `${HEX}{40}`),
  starting('sourcegraph-token', 'sgp_', `(?:${HEX}{16}_|local_)?${HEX}{40}`),
  starting('postman-key', 'PMAK-', `${HEX}{24}-${HEX}{34}`),
  // Models
  starting('anthropic-key', 'sk-ant-', String.raw`[\w-]{20,200}`),
  starting('openrouter-key', 'sk-or-', String.raw`[\w-]{40,100}`),
  // A digit is asked for: class names in style sheets begin with `sk-` too.
  starting('openai-key', 'sk-', String.raw`(?=[A-Za-z_-]{0,100}\d)[\w-]{32,250}`),
  starting('huggingface-token', 'hf_', `${BASE62}{30,100}`),
  starting('groq-key', 'gsk_', `${BASE62}{40,60}`),
  starting('xai-key', 'xai-', `${BASE62}{60,100}`),
  starting('perplexity-key', 'pplx-', `${BASE62}{40,60}`),
  starting('replicate-token', 'r8_', `${BASE62}{37,40}`),
  starting('langsmith-key', 'lsv2_pt_ lsv2_sk_', `${HEX}{32}_${HEX}{10}`),
  // Clouds
  starting('aws-access-key', 'AKIA ASIA ABIA ACCA', `[A-Z0-9]{16}${END}`),
  starting('google-key', 'AIza', String.raw`[\w-]{35}`),
  starting('google-oauth', 'ya29.', String.raw`[\w-]{20,500}`),
  starting('google-oauth', 'GOCSPX-', String.raw`[\w-]{28}`),
  starting('google-oauth', '1//0', String.raw`[\w-]{40,200}`),
  holding(
    'azure-secret',
    digits.map((digit) => `${digit}Q~`),
    String.raw`[\w~.]{3}\dQ~[\w~.-]{31,34}`,
  ),
  starting('alibaba-key', 'LTAI', `${BASE62}{16,20}${END}`),
  starting('tencent-key', 'AKID', `${BASE62}{32}${END}`),
  starting('digitalocean-token', 'doo_v1_ dop_v1_ dor_v1_', `${HEX}{64}`),
  starting('heroku-key', 'HRKU-', String.raw`[\w-]{36,70}`),
  starting('cloudflare-key', 'v1.0-', `${HEX}{24}-${HEX}{146}`),
  starting('fly-token', 'fo1_', String.raw`[\w-]{43}`),
  starting('fly-token', 'fm1a_ fm1r_ fm2_', '[A-Za-z0-9+/]{100,1000}={0,3}'),
  starting('netlify-token', 'nfp_ nfc_ nfb_ nfo_ nfu_', `${BASE62}{36}${END}`),
  starting('supabase-key', 'sbp_', `${HEX}{40}`),
  starting('supabase-key', 'sb_secret_', String.raw`[\w-]{20,60}`),
  starting('planetscale-token', 'pscale_tkn_ pscale_oauth_ pscale_pw_', String.raw`[\w.=-]{32,64}`),
  starting('databricks-token', 'dapi', `${HEX}{32}${END}`),
  starting(
    'doppler-token',
    'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.',
    `(?:[a-z0-9_-]{2,35}\\.)?${BASE62}{40,44}`,
  ),
  starting('vault-token', 'hvs. hvb. hvr.', String.raw`[\w-]{24,300}`),
  holding('terraform-token', ['.atlasv1.'], String.raw`[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}`),
  starting('pulumi-token', 'pul-', `${HEX}{40}`),
  // Watching
  starting('grafana-token', 'glc_', '[A-Za-z0-9+/]{32,400}={0,3}'),
  starting('grafana-token', 'glsa_', `${BASE62}{32}_[A-Fa-f0-9]{8}`),
  starting('sentry-token', 'sntrys_ sntryu_', '[A-Za-z0-9+/=_-]{60,500}'),
  starting('newrelic-key', 'NRAK-', '[A-Z0-9]{27}'),
  starting('dynatrace-token', 'dt0c01.', `[A-Z0-9]{24}\\.[A-Z0-9]{64}`),
  starting('posthog-key', 'phx_ phs_', `${BASE62}{40,60}`),
  // Messages and mail
  starting('slack-token', 'xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs-', String.raw`[\w-]{10,250}`),
  starting('slack-token', 'xoxe.xoxb- xoxe.xoxp- xapp-', String.raw`[\w-]{10,250}`),
  holding(
    'slack-webhook',
    [...digits, ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((sign) => `/B${sign}`),
    String.raw`hooks\.slack\.com/(?:services|workflows|triggers)/[\w/]{20,100}`,
  ),
  holding(
    'discord-webhook',
    ['webhooks/'],
    String.raw`discord(?:app)?\.com/api/webhooks/\d{17,20}/[\w-]{60,80}`,
  ),
  holding('discord-token', [], String.raw`[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}`),
  holding('telegram-token', [':AA'], String.raw`\d{8,10}:AA[\w-]{33}(?![\w-])`),
  starting('twilio-key', [...digits, ...'abcdef'].map((digit) => `SK${digit}`).join(' '), `${HEX}{31}${END}`),
  starting('sendgrid-key', 'SG.', String.raw`[\w-]{16,64}\.[\w-]{16,64}`),
  starting('mailgun-key', 'key-', `${HEX}{32}${END}`),
  holding(
    'mailchimp-key',
    digits.map((digit) => `-us${digit}`),
    `${HEX}{32}-us\\d{1,2}`,
  ),
  starting('brevo-key', 'xkeysib-', `${HEX}{64}-${BASE62}{16}`),
  starting('resend-key', 're_', `${BASE62}{8}_${BASE62}{24}${END}`),
  // Money
  starting('stripe-key', 'sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ whsec_', `${BASE62}{16,200}`),
  starting('square-token', 'sq0atp- sq0csp-', String.raw`[\w-]{22,60}`),
  starting('shopify-token', 'shpat_ shpca_ shppa_ shpss_', '[a-fA-F0-9]{32}'),
  starting('shippo-token', 'shippo_live_ shippo_test_', `${HEX}{40}`),
  starting('easypost-key', 'EZAK EZTK', `${BASE62}{54}${END}`),
  starting('flutterwave-key', 'FLWSECK- FLWSECK_TEST-', '[a-h0-9]{12,32}'),
  // Work
  starting('linear-key', 'lin_api_ lin_oauth_', `${BASE62}{40}`),
  starting('notion-token', 'ntn_', `${BASE62}{40,50}`),
  starting('figma-token', 'figd_', String.raw`[\w-]{40}`),
  starting('airtable-token', 'pat', `${BASE62}{14}\\.${HEX}{64}`, String.raw`[A-Za-z0-9]{14}\.`),
  starting('asana-token', '1/1 2/1', String.raw`\d{15}(?:/\d{16})?:[a-f0-9]{32}`),
  starting('typeform-token', 'tfp_', String.raw`[\w.-]{40,60}`),
  starting('contentful-token', 'CFPAT-', String.raw`[\w-]{43}`),
  starting('facebook-token', 'EAA', `(?<![A-Za-z0-9+/][+]EAA)${BASE62}{80,300}(?![A-Za-z0-9+=])`),
  starting('onepassword-token', 'ops_eyJ', '[A-Za-z0-9+/_-]{100,2000}={0,3}'),
  starting('age-key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{58}'),
  starting('fieldwork-key', 'fw_', String.raw`[\w-]{43}`),
  starting('jwt', 'eyJ', String.raw`[\w-]{8,1000}\.eyJ[\w-]{8,8000}(?:\.[\w-]{8,2000})?`),
  holding(
    'bearer-token',
    ['Bearer ', 'bearer '],
    String.raw`(?<=[Bb]earer\s{1,3})(?=[A-Za-z._~+/=-]{0,100}\d)[A-Za-z0-9._~+/=-]{20,4000}`,
  ),
]
