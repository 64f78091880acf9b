/** What may follow the name of a model in that of a conversion of it. */
const conversion = /-(?:onnx|gqa|web|hf|ort|genai|fp16|fp32|int8|int4|q4)$/

/** TransformerLens' names of models that are called otherwise elsewhere. */
const aliases: Readonly<Record<string, string>> = { 'gpt2-small': 'gpt2' }

/**
 * Whether two names can be of one model, as far as names can say: one is enough to be read as the other, with owner, conversion and letter
 * case left out.
 */
export function sameModel(a: string, b: string): boolean {
  const [one, other] = [plainName(a), plainName(b)]
  return one === other || one.endsWith(`-${other}`) || other.endsWith(`-${one}`)
}

function plainName(name: string): string {
  let plain = (name.split(/[\\/]/).at(-1) ?? name).toLowerCase().replaceAll('_', '-')
  while (conversion.test(plain)) plain = plain.replace(conversion, '')
  // Gemma Scope 2 writes gemma-v3.
  return aliases[plain] ?? plain.replace(/^meta-/, '').replace(/^gemma-v(?=\d)/, 'gemma-')
}
