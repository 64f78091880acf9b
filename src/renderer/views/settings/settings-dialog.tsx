import { type ReactNode, useEffect, useRef } from 'react'
import { Dialog } from '../../widgets/dialog.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { ReadingSection } from './reading-section.tsx'
import styles from './settings.module.css'

export type SettingsSection = 'appearance' | 'keys' | 'reading' | 'privacy'

type Props = {
  readonly section: SettingsSection
  readonly onSection: (section: SettingsSection) => void
  readonly onClose: () => void
  /** Leads to the language models; null without an open project. */
  readonly onModels: (() => void) | null
}

const titles: Readonly<Record<SettingsSection, string>> = {
  appearance: 'Appearance',
  keys: 'Keys',
  reading: 'Reading',
  privacy: 'Privacy',
}
const sections = Object.keys(titles) as SettingsSection[]

/** What holds for every project of this user, in every window and on the command line. Each change counts at once. */
export function SettingsDialog({ section, onSection, onClose, onModels }: Props): ReactNode {
  const nav = useRef<HTMLElement>(null)
  // Once the dialog is open, which itself gives the focus to the button that closes it.
  useEffect(() => nav.current?.querySelector<HTMLElement>('[aria-current]')?.focus(), [])
  return (
    <Dialog title="Settings" open onClose={onClose} wide>
      <div className={styles['settings']}>
        <nav ref={nav} className={styles['sections']} aria-label="Settings">
          {sections.map((each) => (
            <button key={each} type="button" aria-current={each === section ? 'page' : undefined} onClick={() => onSection(each)}>
              {titles[each]}
            </button>
          ))}
        </nav>
        {/* It scrolls, also by keyboard. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={styles['section']} aria-label={titles[section]} tabIndex={0}>
          {section === 'appearance' && <AppearanceSection />}
          {section === 'keys' && <KeysSection />}
          {section === 'reading' && <ReadingSection />}
          {section === 'privacy' && <PrivacySection onModels={onModels} />}
        </section>
      </div>
    </Dialog>
  )
}
