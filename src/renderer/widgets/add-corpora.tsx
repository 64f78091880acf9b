import { type ReactNode, useRef, useState } from 'react'
import { addPaths } from '../client/incoming.ts'
import { acceptedFiles, takeChosen } from '../client/take-files.ts'
import { Button } from './button.tsx'
import styles from './add-corpora.module.css'
import { PathChooser } from './path-chooser.tsx'

/** The ways to add a corpus from elsewhere: the files that a dialog gives, or what lies on the machine that runs Etalon. */
export function AddCorpora({ kind = 'plain' }: { kind?: 'plain' | 'primary' }): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  const [browsing, setBrowsing] = useState(false)
  return (
    <span className={styles['add']}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={acceptedFiles}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          // The same file can be chosen again.
          target.value = ''
          void takeChosen(files)
        }}
      />
      <Button kind={kind} icon="plus" onClick={() => input.current?.click()}>
        Add files
      </Button>
      <Button icon="folder" onClick={() => setBrowsing(true)}>
        Add from a folder
      </Button>
      {browsing && (
        <PathChooser
          title="Add a file, or a folder of text files"
          action="Add this folder"
          files
          onClose={() => setBrowsing(false)}
          onChoose={(path) => addPaths([path])}
        />
      )}
    </span>
  )
}
