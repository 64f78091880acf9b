import type { ReactNode } from 'react'
import { iconPaths } from './icon-paths.ts'

export type IconName = keyof typeof iconPaths

/** A sign of 1 rem beside text or in a button; it says nothing to a screen reader. */
export function Icon({ name, filled = false, size = 16 }: { name: IconName; filled?: boolean; size?: number }): ReactNode {
  return (
    <svg
      viewBox="0 0 16 16"
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2.2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={iconPaths[name]} />
    </svg>
  )
}
