import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** Kinds of tests: `unit` mirrors src, `integration` runs whole pieces, `architecture` holds the rules, `e2e` drives the window. */
export default defineConfig({
  test: {
    pool: 'forks',
    // Vitest itself leaves one core idle: of two, half.
    maxWorkers: '100%',
    projects: [
      project('unit', { testTimeout: 20_000 }),
      project('architecture', { testTimeout: 60_000 }),
      project('integration', {
        testTimeout: 60_000,
        hookTimeout: 60_000,
        expect: { poll: { timeout: 10_000 } },
        globalSetup: ['test/support/require-node.ts', 'test/support/watched-suite.ts'],
      }),
      project('e2e', {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        expect: { poll: { timeout: 10_000 } },
        globalSetup: ['test/support/require-node.ts', 'test/support/build-window.ts'],
      }),
    ],
  },
})

function project(name: string, options: TestProjectInlineConfiguration['test'] = {}): TestProjectInlineConfiguration {
  const include = [`test/${name}/**/*.test.{ts,tsx}`]
  return { extends: true, test: { name, include, globalSetup: ['test/support/require-node.ts'], ...options } }
}
