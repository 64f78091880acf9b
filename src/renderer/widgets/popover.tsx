import { type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import type { IconName } from './icon.tsx'
import styles from './popover.module.css'

type Props = { readonly label: string; readonly icon: IconName; readonly children: ReactNode }

/** A button that opens a small box of settings below it; Escape or a click beside closes it. */
export function Popover({ label, icon, children }: Props): ReactNode {
  const id = useId()
  const button = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    const isOpen = event.newState === 'open'
    setOpen(isOpen)
    const anchor = button.current?.getBoundingClientRect()
    if (!isOpen || anchor === undefined) return
    const box = event.currentTarget
    const { width, height } = box.getBoundingClientRect()
    box.style.left = `${Math.max(4, Math.min(anchor.right - width, innerWidth - width - 4))}px`
    box.style.top = `${anchor.bottom + 4 + height < innerHeight ? anchor.bottom + 4 : Math.max(4, anchor.top - height - 4)}px`
  }
  return (
    <>
      <span ref={button}>
        <IconButton icon={icon} label={label} aria-expanded={open} popoverTarget={id} />
      </span>
      <div id={id} popover="auto" className={styles['content']} role="group" aria-label={label} onToggle={place}>
        {open && children}
      </div>
    </>
  )
}
