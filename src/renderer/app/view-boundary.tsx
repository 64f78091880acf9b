import { Component, type ReactNode } from 'react'
import { Button } from '../widgets/button.tsx'
import { EmptyState } from '../widgets/empty-state.tsx'
import styles from './tabs.module.css'

type Props = {
  /** What is shown; another one is tried anew. */
  readonly place: string
  /** A way on for when it keeps failing. */
  readonly leave: { readonly title: string; readonly go: () => void }
  /** What goes on besides. */
  readonly unharmed: string
  readonly children: ReactNode
}
type State = { readonly failed: boolean; readonly place: string }

/** Keeps a view that throws from taking the others down, and offers to begin it again. */
export class ViewBoundary extends Component<Props, State> {
  override state: State = { failed: false, place: this.props.place }

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true }
  }

  static getDerivedStateFromProps({ place }: Props, state: State): Partial<State> | null {
    return place === state.place ? null : { failed: false, place }
  }

  /** It is as uncaught for whoever listens for errors of the page. */
  override componentDidCatch(error: unknown): void {
    reportError(error)
  }

  override render(): ReactNode {
    const { children, leave, unharmed } = this.props
    if (!this.state.failed) return children
    return (
      <div role="alert">
        <EmptyState
          title="This view stopped working"
          action={
            <div className={styles['ways']}>
              <Button kind="primary" icon="refresh" onClick={() => this.setState({ failed: false })}>
                Reload the view
              </Button>
              <Button onClick={leave.go}>{leave.title}</Button>
            </div>
          }
        >
          That is a fault of Etalon’s. {unharmed}
        </EmptyState>
      </div>
    )
  }
}
