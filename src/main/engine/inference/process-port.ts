/** One end of a child process: structured messages both ways, and its end. */
export type ProcessPort = {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void
  /** Returns what stops listening. */
  onMessage(listener: (message: unknown) => void): () => void
  /** Called once, however the process ends; at once where it has already ended. Both null: it could not be started. */
  onExit(listener: (code: number | null, signal: string | null) => void): () => void
  /** Ends it without waiting. */
  kill(): void
}

/** Variables of the environment, beside those of this process. */
export type Environment = Readonly<Record<string, string>>

/** Starts the process whose code is the `.entry` file at this absolute path. */
export type StartProcess = (entry: string, environment?: Environment) => ProcessPort
