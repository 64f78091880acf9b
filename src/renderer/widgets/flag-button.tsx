import type { ReactNode } from 'react'
import { toggleFlag } from '../client/note-acts.ts'
import { type Subject, useNote } from '../client/note-queries.ts'
import { IconButton } from './button.tsx'
import { flagWords } from './note-marks.tsx'

/** Flags a latent or a document, or takes its flag away; F does the same. */
export function FlagButton({ on }: { readonly on: Subject }): ReactNode {
  const { data: noted } = useNote(on)
  const flag = noted?.flag ?? null
  const what = 'latent' in on ? 'latent' : 'document'
  return (
    <IconButton
      icon="flag"
      label={flag === null ? `Flag this ${what} (F); Shift+F says what for` : `${flagWords(flag)}. Take the flag away (F)`}
      pressed={flag !== null}
      filled={flag !== null}
      disabled={noted === undefined}
      onClick={() => {
        if (noted !== undefined) void toggleFlag(on, noted)
      }}
    />
  )
}
