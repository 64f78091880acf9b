import type { HostKind } from '../../contract/project.ts'
import type { StartProcess } from './inference/process-port.ts'

export type Secrets = { get(name: string): Promise<string | null>; set(name: string, secret: string | null): Promise<void> }

/** What differs between the hosts, injected once. */
export type Host = {
  readonly kind: HostKind
  /** Read-only things the product ships: lenses/, demo/. */
  readonly resources: string
  /** Settings, recent projects and the lens cache, shared by all hosts; see `homeFolder`. */
  readonly home: string
  readonly startProcess: StartProcess
  /** A folder for the store in place of <project>/.etalon. */
  readonly store?: string
  /** The system keychain, where the host reaches one; keys by the endpoint's name. `set` with null forgets. */
  readonly secrets?: Secrets
  /** Bugs, not failures: where they are written down. */
  logBug(error: unknown): void
}
