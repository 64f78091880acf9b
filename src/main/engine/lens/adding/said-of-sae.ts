/** What an SAE's settings say of the place it reads and of the model it was trained on, whatever format they are of. */
export type SaidOfSae = { readonly hook: string | null; readonly model: string | null }

const hooks = new Set(['hook_name', 'hook_point', 'hook_point_in', 'hf_hook_point_in'])
const models = new Set(['model_name', 'lm_name', 'model'])

/** Looks for the usual names in settings, and one level deeper; what is no JSON says nothing. */
export function saidOfSae(text: string): SaidOfSae {
  let settings: unknown = null
  try {
    settings = JSON.parse(text)
  } catch {
    return { hook: null, model: null }
  }
  const levels = [settings, ...(isObject(settings) ? Object.values(settings) : [])].filter(isObject)
  const first = (names: ReadonlySet<string>) => {
    for (const level of levels)
      for (const [name, value] of Object.entries(level))
        if (names.has(name) && typeof value === 'string') return value.slice(0, 200)
    return null
  }
  return { hook: first(hooks), model: first(models) }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
