import { type ReactNode, useEffect } from 'react'
import { dismissNotice, type Notice, useNotices } from '../client/notices.ts'
import { Button, IconButton } from '../widgets/button.tsx'
import { PlainText } from '../widgets/visible-parts.tsx'
import styles from './notices.module.css'

/** Short messages that go by themselves; errors stay until they are closed. */
export function NoticeStack(): ReactNode {
  const notices = useNotices((state) => state.notices)
  return (
    <div className={styles['stack']} role="log" aria-label="Messages" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

function NoticeCard({ notice: { id, tone, text, hint, action, others = [] } }: { notice: Notice }) {
  useEffect(() => {
    if (tone === 'error') return
    const timer = setTimeout(dismissNotice, action === undefined ? 5000 : 8000, id)
    return () => clearTimeout(timer)
  }, [id, tone, action])
  return (
    <div className={styles['notice']} data-tone={tone}>
      <div>
        <PlainText text={text} />
        {hint !== undefined && (
          <p>
            <PlainText text={hint} />
          </p>
        )}
      </div>
      {(action === undefined ? others : [action, ...others]).map(({ title, run }) => (
        <Button
          key={title}
          onClick={() => {
            dismissNotice(id)
            run()
          }}
        >
          {title}
        </Button>
      ))}
      <IconButton icon="close" label="Close message" onClick={() => dismissNotice(id)} />
    </div>
  )
}
