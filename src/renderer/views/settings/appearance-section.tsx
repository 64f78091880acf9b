import type { ReactNode } from 'react'
import { sizeRange, startSettings, type Theme } from '../../../contract/settings.ts'
import { setPreferences, setTheme, stepZoom } from '../../client/preference-acts.ts'
import { usePreferences } from '../../client/preferences.ts'
import { Button } from '../../widgets/button.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

const themes: readonly { readonly value: Theme; readonly title: string }[] = [
  { value: 'system', title: 'As the system' },
  { value: 'light', title: 'Light' },
  { value: 'dark', title: 'Dark' },
  { value: 'contrast', title: 'High contrast' },
]

/** How everything looks: theme and sizes. */
export function AppearanceSection(): ReactNode {
  const { theme, zoom, textSize } = usePreferences()
  const setText = (size: number) => setPreferences({ textSize: Math.min(sizeRange.most, Math.max(sizeRange.least, size)) })
  return (
    <>
      <Setting
        name="Theme"
        says="As the system: light or dark as it is set there, and high contrast where it asks for more contrast. Colours that the system forces are always kept."
      >
        <Segmented label="Theme" options={themes} value={theme} onChange={setTheme} />
      </Setting>
      <Setting name="Zoom" says="The size of the whole window.">
        <Size what="zoom" size={zoom} onLess={() => stepZoom(-1)} onMore={() => stepZoom(1)} onStart={() => stepZoom(0)} />
      </Setting>
      <Setting name="Text of documents" says="The size of the text of documents and examples, beside the zoom.">
        <Size
          what="text"
          size={textSize}
          onLess={() => setText(textSize - sizeRange.step)}
          onMore={() => setText(textSize + sizeRange.step)}
          onStart={() => setText(startSettings.textSize)}
        />
        <p className={styles['sample']}>The reader understands, and a latent lights up.</p>
      </Setting>
      <Setting name="Motion" says="Follows the system: where less motion is asked for there, nothing here moves by itself." />
    </>
  )
}

type SizeProps = {
  readonly what: string
  readonly size: number
  readonly onLess: () => void
  readonly onMore: () => void
  readonly onStart: () => void
}

function Size({ what, size, onLess, onMore, onStart }: SizeProps) {
  return (
    <span className={styles['size']} role="group" aria-label={what}>
      <Button aria-label={`Less ${what}`} disabled={size <= sizeRange.least} onClick={onLess}>
        −
      </Button>
      <output>{size}&#8239;%</output>
      <Button aria-label={`More ${what}`} disabled={size >= sizeRange.most} onClick={onMore}>
        +
      </Button>
      <Button kind="quiet" aria-label={`Reset ${what}`} disabled={size === 100} onClick={onStart}>
        Reset
      </Button>
    </span>
  )
}
