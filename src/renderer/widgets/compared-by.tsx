import type { ReactNode } from 'react'
import type { ComparedBy } from '../../contract/analyses.ts'
import { formatCount } from './format-numbers.ts'
import { PlainText } from './visible-parts.tsx'

/** Which embedder compared words with labels, and how many labels it had no vector of; nothing where none did. */
export function ComparedByNote({ compared }: { compared: ComparedBy | null | undefined }): ReactNode {
  if (compared === null || compared === undefined) return null
  const { endpoint, model, labels, leftOut } = compared
  return (
    <>
      {endpoint === null ? (
        'the bundled embedder'
      ) : (
        <>
          <PlainText text={model} /> at <PlainText text={endpoint} />
        </>
      )}
      {leftOut > 0 && `, ${formatCount(leftOut)} of ${formatCount(labels)} labels left out`}
    </>
  )
}
