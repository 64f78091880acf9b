/** One step of the store's history. Once released it never changes; what comes later is a new file. */
export type Migration = { readonly name: string; readonly sql: string }
