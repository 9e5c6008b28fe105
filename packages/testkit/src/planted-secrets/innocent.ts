import { BASE62, BASE64, DIGITS, drawsOf, HEX } from './random.ts'

/** Texts that look random or secret and are neither, by what they are; the same seed, the same texts. */
export function innocentTexts(seed: number): readonly (readonly [name: string, text: string])[] {
  const { of, whole } = drawsOf(seed)
  const uuid = () => [8, 4, 4, 4, 12].map((length) => of(HEX, length)).join('-')
  return [
    ['git hash', `commit ${of(HEX, 40)}\nindex ${of(HEX, 7)}..${of(HEX, 7)} 100644`],
    ['UUID', `"uuid":"${uuid()}","parentUuid":"${uuid()}"`],
    ['npm lock', `"integrity": "sha512-${of(BASE64, 86)}=="`],
    ['pnpm lock', `resolution: {integrity: sha512-${of(BASE64, 86)}==}`],
    ['go.sum', `golang.org/x/sys v0.${whole(1, 40)}.0 h1:${of(BASE64, 43)}=`],
    ['cargo lock', `checksum = "${of(HEX, 64)}"`],
    ['image digest', `node@sha256:${of(HEX, 64)}`],
    [
      'minified code',
      `!function(e,t){var n=${whole(1, 9)};t.a=function(e){return e.b+n};var r="${of(BASE62, 4)}";e(r,t,n)}(window,{});`,
    ],
    ['base64 image', `data:image/png;base64,iVBORw0KGgo${of(BASE64, 600)}=`],
    [
      'tool ids',
      `toolu_01${of(BASE62, 22)} msg_01${of(BASE62, 22)} call_${of(BASE62, 24)} req_011C${of(BASE62, 20)}`,
    ],
    ['dates', `2026-03-04 05:06:07, 04/03/2026, 2026-03-04T05:06:07.123456Z, 20260304-050607, 12:30:45.123`],
    ['versions', `v1.2.3 1.2.3.4 10.0.22631.4317 Chrome/120.0.0.0 ^18.2.0 >=3.11.4,<4 Version 10.12.14.16`],
    ['numbers of time', `${whole(1_700_000_000, 1_800_000_000)} 17${of(DIGITS, 11)} 17${of(DIGITS, 14)}`],
    ['large ids', `"id": 1${of(DIGITS, 17)}, "order": 48${of(DIGITS, 9)}, run 2${of(DIGITS, 10)}`],
    ['source map', `"mappings":"AAAA,SAAS,${of(BASE62, 4)},CAAC,${of(BASE62, 5)};${of(BASE62, 6)}"`],
    [
      'vector image',
      `<path d="M12.5 10.25c-1.1 0-2-.9-2-2s.9-2 2-2 ${whole(10, 99)}.5 415.555 2-.9 2-2 2z"/>`,
    ],
    ['colours', '#a1b2c3 #fff rgba(12, 34, 56, 0.5) 0xdeadbeef'],
    ['hardware addresses', `02:42:ac:11:00:0${whole(1, 9)} and ${of(HEX, 2)}:${of(HEX, 2)}`],
    [
      'everybody’s addresses',
      '127.0.0.1:3000 0.0.0.0:8080 ::1 [::]:80 255.255.255.0 10.0.0.0/8 192.168.0.0/16 8.8.8.8',
    ],
    [
      'types of secrets',
      'password: string; token: Token | null; const token = getToken(user2); apiKey?: string',
    ],
    [
      'references to secrets',
      `API_KEY=$API_KEY password: "$\{DB_PASSWORD}" token: $\{{ secrets.TOKEN }} process.env.API_KEY1`,
    ],
    [
      'counts of tokens',
      '"max_tokens": 4096, "input_tokens":123456, tokens: 98765432, cache_read_input_tokens=12345678',
    ],
    [
      'names with secret words',
      'tokenizer: "gpt2-medium-v1x", compass: "north12e", --color-token-size: 12px; secretName: my-secret-2',
    ],
    [
      'words after schemes',
      'Basic understanding of Bearer tokens: Authorization: Bearer <token> or Bearer $TOKEN',
    ],
    ['names in code', 'std::vector<int> a; fe::add(1); Foo::Bar::baz(); a::before { } db::cafe::b()'],
    ['no addresses', 'icon@2x.png lodash@4.17.21 @types/node user@host git@github.com:example/mill.git a@b'],
    ['no homes', 'import a from "src/Users/List.tsx"; https://example.org/home/page; GET /api/Users/7'],
    [
      'ranges',
      '2020-2024, pages 100-200-300, 1-2-3, +1,5 -1,7, @@ -10,7 +10,9 @@, 1 234 567 890, 3.14159265358979',
    ],
    ['listing', `-rw-r--r-- 1 root root ${whole(1000, 99999)} Mar  4 05:06 4${of(DIGITS, 7)}.log`],
    [
      'results of tests',
      'Tests  1234 passed | 2 skipped (1236)  Duration 12.34s (transform 1.23s, setup 4.56s)',
    ],
    [
      'style classes',
      'class="sk-folding-cube-with-a-very-long-animation-name key-value-pair-of-the-whole-table"',
    ],
    ['paths', 'path/to/some_very_long_directory_name/pattern-of-components.test.tsx:12:34'],
    ['hashed files', `assets/index-${of(BASE62, 8)}.js chunk-${of(HEX, 20)}.css main.${of(HEX, 8)}.js`],
  ]
}
