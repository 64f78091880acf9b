import type { ReactNode } from 'react'
import type { LensPlan, PlannedDownload } from '../../../contract/lenses.ts'
import { hostOf } from '../../client/model-words.ts'
import { formatBytes } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './lenses.module.css'

/** What adding a lens would do: what was found, what is fetched from where, how much, and where it goes. */
export function PlanPart({ plan }: { plan: LensPlan }): ReactNode {
  const { name, reader, sae, hook, labels, downloads, missing, bytes, free, warnings } = plan
  return (
    <>
      <Where plan={plan} />
      {warnings.map((each) => (
        <p key={each} className={styles['check']} data-passed="false">
          <Icon name="warning" size={13} /> <PlainText text={each} />
        </p>
      ))}
      {free !== null && missing > free && (
        <p className={styles['check']} data-passed="false" role="alert">
          The disk has {formatBytes(free)} free, and {formatBytes(missing)} are to be downloaded: make room first.
        </p>
      )}
      <dl className={styles['facts']}>
        <dt>Name</dt>
        <dd>
          <PlainText text={name} />
        </dd>
        <dt>Reader</dt>
        <dd>
          <PlainText text={reader.graph} />, with <PlainText text={[...reader.weights, reader.tokenizer].join(', ')} />
        </dd>
        <dt>SAE</dt>
        <dd>
          <PlainText text={sae.path} />, <PlainText text={sae.format} />
        </dd>
        <dt>Hook point</dt>
        <dd>{hook === null ? 'as the SAE says once it is here' : <PlainText text={hook} />}</dd>
        {labels !== null && (
          <>
            <dt>Labels</dt>
            <dd>
              <PlainText text={labels.from} />
            </dd>
          </>
        )}
        {downloads.length > 0 && (
          <>
            <dt>Download</dt>
            <dd>
              {formatBytes(missing)}
              {missing < bytes && ` of ${formatBytes(bytes)}: the rest is here`}
              {free !== null && `; ${formatBytes(free)} are free`}
            </dd>
          </>
        )}
      </dl>
      {downloads.map((download) => (
        <Download key={download.repository} download={download} />
      ))}
      <p className={styles['muted']}>
        Then the lens reads sample text that comes with Etalon, to see whether it gives what such an SAE should give. One that does
        not is not added, unless you say so.
      </p>
    </>
  )
}

/** What the button says that carries it out. */
export const confirmWords = ({ missing }: LensPlan): string => (missing === 0 ? 'Add' : `Download ${formatBytes(missing)} and add`)

function Where({ plan: { downloads, endpoint, missing, token } }: { plan: LensPlan }) {
  const local = missing === 0
  return (
    <p className={styles['hub']}>
      <Icon name={local ? 'machine' : 'export'} size={14} />
      <span>
        {local ? (
          <strong>
            {downloads.length === 0
              ? 'All of it lies on this machine: nothing is fetched.'
              : 'All of it was downloaded before: nothing is fetched.'}
          </strong>
        ) : (
          <>
            <strong>
              Files are fetched from <PlainText text={hostOf(endpoint ?? '')} />.
            </strong>{' '}
            It learns which files of which repositories, and nothing of your corpora.{' '}
            {token === 'sent'
              ? 'Your token goes along, to the hub itself only.'
              : token === 'withheld'
                ? 'Your token is not sent: the address is not encrypted.'
                : 'No token is sent.'}
          </>
        )}
      </span>
    </p>
  )
}

function Download({ download }: { download: PlannedDownload }) {
  const { repository, revision, commit, page, license, gated, folder, files, bytes, missing } = download
  return (
    <section className={styles['download']} aria-label={repository}>
      <h4>
        <PlainText text={repository} />{' '}
        <span className={styles['muted']}>
          at {revision === commit ? '' : `${revision}, `}
          {commit.slice(0, 12)}
        </span>
      </h4>
      <p className={styles['muted']}>
        Licence: <PlainText text={license ?? 'not named'} />. To <PlainText text={folder} />
      </p>
      {gated && (
        <p className={styles['check']} data-passed="false">
          Gated: accept its terms on <PlainText text={page} /> first, with the account whose token is used here.
        </p>
      )}
      <details>
        <summary>
          {files.length === 1 ? 'One file' : `${files.length} files`}, {formatBytes(bytes)}
          {missing < bytes && `, ${formatBytes(missing)} of it still to be fetched`}
        </summary>
        <ul>
          {files.map((file) => (
            <li key={file.path}>
              <PlainText text={file.path} />{' '}
              <span className={styles['muted']}>
                {file.missing === 0 ? `${formatBytes(file.size)}, here` : formatBytes(file.size)}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
