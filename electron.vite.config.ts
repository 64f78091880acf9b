import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'electron-vite'

const root = import.meta.dirname

/**
 * Electron's entry, the command line, and every process and worker: those are started by path, where the bundler cannot see them,
 * so each is a file named `<name>.entry.ts`. Keyed by path below src/main, so that each lies where its source lay.
 */
const mainEntries = Object.fromEntries(
  ['index.ts', 'cli/index.ts', ...globSync('**/*.entry.ts', { cwd: resolve(root, 'src/main') })].map((file) => [
    file.replaceAll('\\', '/').replace(/\.ts$/, ''),
    resolve(root, 'src/main', file),
  ]),
)

/**
 * Modules are kept apart (`preserveModules`), so that a file started by its path beside `import.meta.url` lies where its source lay.
 * What package.json lists under dependencies stays outside the bundles.
 */
const main: NonNullable<UserConfig['main']> = {
  build: {
    outDir: 'out/main',
    rollupOptions: {
      input: mainEntries,
      output: { format: 'es', preserveModules: true, preserveModulesRoot: resolve(root, 'src/main'), entryFileNames: '[name].js' },
    },
  },
}

/** CommonJS: a sandboxed preload script can be nothing else. */
const preload: NonNullable<UserConfig['preload']> = {
  build: {
    outDir: 'out/preload',
    rollupOptions: {
      input: { index: resolve(root, 'src/preload/index.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
}

const renderer: NonNullable<UserConfig['renderer']> = {
  root: 'src/renderer',
  plugins: [react()],
  build: {
    outDir: 'out/renderer',
    minify: 'oxc',
    rollupOptions: { input: { index: resolve(root, 'src/renderer/index.html') } },
  },
}

/** `npm start` builds only the part that is stale; a plain build makes all. */
const parts: Record<string, UserConfig> = { window: { renderer }, desktop: { main, preload } }

export default defineConfig(parts[process.env['ETALON_BUILD_PART'] ?? ''] ?? { main, preload, renderer })
