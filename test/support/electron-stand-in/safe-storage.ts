import { app } from './main-modules.ts'

/** The encryption of another machine's keychain, or none, is played by STAND_IN_KEYCHAIN: a word that is part of the secret, or `none`. */
const secret = process.env['STAND_IN_KEYCHAIN'] ?? 'this machine'

function after(what: string): void {
  if (!app.isReady()) throw new Error(`safeStorage.${what} can only be used when the app is ready`)
}

/** No encryption, but not to be read without knowing it: every byte is changed, and the secret must be the same again. */
function changed(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0x5a))
}

/** As Electron's keychain: only its asynchronous part, which is what new code is to use. */
export const safeStorage = {
  getSelectedStorageBackend(): string {
    after('getSelectedStorageBackend')
    return secret === 'none' ? 'basic_text' : 'gnome_libsecret'
  },
  isAsyncEncryptionAvailable(): Promise<boolean> {
    after('isAsyncEncryptionAvailable')
    return Promise.resolve(secret !== 'none')
  },
  encryptStringAsync(text: string): Promise<Buffer> {
    after('encryptStringAsync')
    return Promise.resolve(changed(Buffer.from(`${secret}\n${text}`)))
  },
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }> {
    after('decryptStringAsync')
    const [of, ...text] = changed(encrypted).toString().split('\n')
    if (of !== secret) return Promise.reject(new Error('Error while decrypting the ciphertext provided'))
    return Promise.resolve({ result: text.join('\n'), shouldReEncrypt: false })
  },
}
