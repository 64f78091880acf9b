import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Real text, beside the repository; its README says where each file comes from. */
export function realFile(name: string): string {
  return resolve('..', 'shared', 'data', name)
}

export function isMissing(name: string): boolean {
  return !existsSync(realFile(name))
}

export type RealRow = { readonly text: string; readonly prompt: string; readonly model: string; readonly label: string }

export function readRows(name: string): readonly RealRow[] {
  const lines = gunzipSync(readFileSync(realFile(name)))
    .toString('utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as RealRow)
}
