import type { ReactNode } from 'react'
import type { LensCheck } from '../../../contract/lenses.ts'
import { formatBytes, formatCount, formatShare, formatWhen } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './lenses.module.css'

/** What the self-test found, in a line; why below, when opened. */
export function CheckNote({ check, bundled }: { check: LensCheck | null; bundled: boolean }): ReactNode {
  if (check === null)
    return (
      <p className={styles['muted']}>
        {bundled ? 'It came with Etalon; its self-test has not run on this machine.' : 'Its self-test has not run.'}
      </p>
    )
  const [verdict, ...reasons] = check.findings
  return (
    <details className={styles['check']} data-passed={check.passed} open={!check.passed}>
      <summary>
        <Icon name={check.passed ? 'check' : 'warning'} size={13} /> {check.passed ? 'Passed' : 'Failed'} its self-test,{' '}
        {formatWhen(check.checkedAt)}
        {check.explained !== null && `: gives back ${formatShare(check.explained)} of the variance`}
      </summary>
      <ul>
        {[verdict ?? '', ...reasons].map((each) => (
          <li key={each}>
            <PlainText text={each} />
          </li>
        ))}
        <li>
          {formatShare(check.alive)} of the latents were active in {formatCount(check.tokens)} tokens of sample text;{' '}
          {formatCount(Math.round(check.tokensPerSecond))} tokens a second on {check.device}; weights take{' '}
          {formatBytes(check.weightBytes)} in memory.
        </li>
      </ul>
    </details>
  )
}
