import { globSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

export const repositoryRoot = resolve(import.meta.dirname, '../..')

/** Every file of the checkout, dot-files and what .gitignore names aside, as a path from the root with forward slashes. Needs no git. */
export function repositoryFiles(): readonly string[] {
  const ignored = readRepositoryFile('.gitignore')
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('/') ? line.slice(1) : `**/${line}`))
  return globSync('**/*', { cwd: repositoryRoot, exclude: ['.git', ...ignored], withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repositoryRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

export function readRepositoryFile(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8')
}
