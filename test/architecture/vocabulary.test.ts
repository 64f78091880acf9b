import { parseSync } from '@swc/core'
import { expect, test } from 'vitest'
import { readRepositoryFile, repositoryFiles } from '../support/repository-files.ts'

/** Words no identifier of ours holds, and where a foreign format brings them along. docs/glossary.md says what we call things. */
const banned: readonly { readonly word: RegExp; readonly exempt: RegExp }[] = [
  { word: /^(features?|neurons?)$/, exempt: /^src\/main\/engine\/sae\// },
  { word: /^(utils?|helpers?|misc|manager|managers)$/, exempt: /^$/ },
]

/** Names that another's interface imposes. */
const imposed: ReadonlySet<string> = new Set(['webUtils'])

/** The names a file gives or uses. Snake case is a foreign file's or SQL's spelling and stays as it is there. */
function identifiers(file: string): ReadonlySet<string> {
  const names = new Set<string>()
  const syntax = { syntax: 'typescript', tsx: file.endsWith('.tsx'), target: 'es2024' } as const
  JSON.stringify(parseSync(readRepositoryFile(file), syntax), (_key, node: unknown) => {
    if (isIdentifier(node) && !node.value.includes('_')) names.add(node.value)
    return node
  })
  return names
}

function isIdentifier(node: unknown): node is { readonly value: string } {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'Identifier' && 'value' in node
}

/** `topFeaturesOf` -> top, features, of */
const wordsOf = (identifier: string): readonly string[] =>
  identifier
    .split(/(?=\p{Lu})/u)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '')

test('identifiers use our words', () => {
  const files = repositoryFiles().filter((file) => /^src\/.*\.tsx?$/.test(file))
  const misnamed = files.flatMap((file) => {
    const words = banned.filter(({ exempt }) => !exempt.test(file)).map(({ word }) => word)
    return [...identifiers(file)]
      .filter((name) => !imposed.has(name) && wordsOf(name).some((part) => words.some((word) => word.test(part))))
      .map((name) => `${file}: ${name}`)
  })
  expect(misnamed).toEqual([])
})

test('an identifier is found, what a string or a comment says is not', () => {
  const found = identifiers('test/architecture/vocabulary.test.ts')
  expect(found.has('wordsOf')).toBe(true)
  expect(found.has('topFeaturesOf')).toBe(false)
  expect(wordsOf('topFeaturesOf')).toEqual(['top', 'features', 'of'])
})
