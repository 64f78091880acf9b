import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The values of a gzipped file under test/golden, such as `cluster/spectral.json.gz`. */
export function readGolden(path: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(new URL(`../golden/${path}`, import.meta.url))).toString('utf8'))
}
