import { Hub } from '../../src/main/engine/lens/hub/hub.ts'
import { hubSettings } from '../../src/main/engine/lens/hub/hub-settings.ts'
import { download } from '../../src/main/engine/lens/hub/download.ts'
import { parseRepository } from '../../src/main/engine/lens/hub/repository.ts'

/** Downloads files as another process would: endpoint, cache, repository, plan, paths. Says when it has begun. */
const [endpoint = '', cache = '', repository = '', plan = '', ...paths] = process.argv.slice(2)
const hub = new Hub(hubSettings({ HF_ENDPOINT: endpoint, HF_HOME: cache }), null)
await download(hub, cache, { repository: parseRepository(repository), revision: 'main', paths }, plan, {
  signal: new AbortController().signal,
  note: () => undefined,
  progress: ({ doing }) => process.stdout.write(`${doing}\n`),
})
hub.close()
