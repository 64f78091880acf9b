// Imports seeded documents into the store in the folder of the first argument, going on where an earlier one was killed.
import { closeStore, openStoreForWriting } from '../../../src/main/engine/store/open-store.ts'
import { importSeeded } from './seeded-import.ts'

const db = openStoreForWriting(process.argv[2] ?? '')
importSeeded(db, () => console.log('.'))
closeStore(db)
