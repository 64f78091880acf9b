// Opens the store in the folder of the first argument, as the second says, and prints what came of it.
import { failureIn } from '../../../src/contract/failure.ts'
import { listCorpora } from '../../../src/main/engine/store/corpora.ts'
import { closeStore, openStoreForReading, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'

const [folder = '', how] = process.argv.slice(2)
try {
  const db = how === 'read' ? openStoreForReading(folder) : openStoreForWriting(folder, 'a child')
  const corpora = listCorpora(db).map((corpus) => corpus.name)
  if (how === 'hold') {
    console.log('held')
    setInterval(() => undefined, 1000)
  } else {
    closeStore(db)
    console.log(JSON.stringify({ corpora }))
  }
} catch (error) {
  console.log(JSON.stringify({ failure: failureIn(error) ?? String(error) }))
}
