/** The one transport: structured messages both ways. MessagePort, WebSocket and worker threads are made to fit it. */
export type Port = {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** What goes over a port, one call or subscription per id. */
export type ClientMessage =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly path: string
      readonly type: 'query' | 'mutation' | 'subscription'
      readonly input: unknown
    }
  | { readonly kind: 'stop'; readonly id: number }
  /** So many events of a subscription were taken in; the server sends at most `streamWindow` beyond. */
  | { readonly kind: 'taken'; readonly id: number; readonly events: number }

export type ServerMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'event'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: unknown }

export const streamWindow = 16
