import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = ComponentProps<'button'> & { readonly kind?: 'plain' | 'primary' | 'quiet' | 'danger'; readonly icon?: IconName }

export function Button({ kind = 'plain', icon, children, className, ...rest }: ButtonProps): ReactNode {
  return (
    <button type="button" className={[styles['button'], styles[kind], className].filter(Boolean).join(' ')} {...rest}>
      {icon !== undefined && <Icon name={icon} size={14} />}
      {children}
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> & {
  readonly icon: IconName
  /** Its name for everyone: tooltip and screen reader. */
  readonly label: string
  /** For switches: whether on. */
  readonly pressed?: boolean
  readonly filled?: boolean
}

export function IconButton({ icon, label, pressed, filled = false, className, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={[styles['icon-button'], className].filter(Boolean).join(' ')}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={label}
      {...rest}
    >
      <Icon name={icon} filled={filled} />
    </button>
  )
}
