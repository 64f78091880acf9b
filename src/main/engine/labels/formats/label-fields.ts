/** What a column or key of a label file can mean; of several names in one row the first that has a value counts. */
const namesOf = {
  latent: [
    'latent',
    'indexinsae',
    'featureindex',
    'latentindex',
    'latentid',
    'latentidx',
    'featureid',
    'featureidx',
    'feature',
    'neuronidx',
    'neuron',
    'index',
    'idx',
    'id',
    'column1',
  ],
  text: ['label', 'description', 'explanation', 'autointerpexplanation', 'interpretation', 'text', 'column2'],
  notes: ['notes', 'note'],
  author: ['author', 'explanationmodelname', 'explanationmodel', 'explainermodel', 'explainer', 'modelname', 'model'],
  origin: ['origin'],
  change: ['change', 'typename', 'explanationtype', 'method'],
  at: ['at', 'createdat', 'updatedat'],
  current: ['current'],
  score: [
    'score',
    'autointerpexplanationscore',
    'autointerpscore',
    'balancedaccuracy',
    'accuracy',
    'f1score',
    'f1',
    'scorev2',
    'scorev1',
  ],
  scoreMethod: ['scoremethod', 'scoretype', 'explanationscoretypename', 'scorer'],
  scores: ['scores', 'otherscores'],
  examples: ['examples'],
  explanations: ['explanations'],
  model: ['modelid'],
  sae: ['layer', 'sourceid', 'saeid'],
  set: ['saeset', 'sourcesetname', 'setname'],
  suffix: ['saeidsuffix'],
  hook: ['hookname', 'hook'],
  dSae: ['dsae'],
  lens: ['lens'],
} as const

export type LabelSlot = keyof typeof namesOf

/** The values of a row by what they mean, and the name under which the score stood. */
export type LabelFields = { [Slot in LabelSlot]?: unknown } & { scoreName?: string }

type Place = { readonly slot: LabelSlot; readonly rank: number }

const places = new Map<string, Place>(
  Object.entries(namesOf).flatMap(([slot, names]) => names.map((name, rank) => [name, { slot: slot as LabelSlot, rank }] as const)),
)

/** Names met so far, as files spell them; a file of ever new names does not make it grow. */
const spelled = new Map<string, Place | null>()
const mostSpellings = 2000

/** What a name means, its case and its spaces, dashes and underscores aside; null where nothing. */
function placeOf(name: string): Place | null {
  const known = spelled.get(name)
  if (known !== undefined) return known
  const place = name.length > 64 ? null : (places.get(name.toLowerCase().replace(/[\s_-]+/g, '')) ?? null)
  if (spelled.size < mostSpellings) spelled.set(name, place)
  return place
}

/** What a column or key means; null where nothing to a label. */
export function slotOf(name: string): LabelSlot | null {
  return placeOf(name)?.slot ?? null
}

/** A row's values by what they mean; null and '' count as absent. */
export function readFields(row: Readonly<Record<string, unknown>>): LabelFields {
  const fields: LabelFields = {}
  const ranks: Partial<Record<LabelSlot, number>> = {}
  for (const name of Object.keys(row)) {
    const place = placeOf(name)
    if (place === null) continue
    const value = row[name]
    if (value === null || value === undefined || value === '' || place.rank >= (ranks[place.slot] ?? Infinity)) continue
    ranks[place.slot] = place.rank
    fields[place.slot] = value
    if (place.slot === 'score') fields.scoreName = name
  }
  return fields
}
