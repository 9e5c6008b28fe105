import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{packages,services}/*/test/**/*.test.ts',
      'infra/test/**/*.test.ts',
      'bench/test/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: ['packages/testkit/src/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default'],
  },
})
