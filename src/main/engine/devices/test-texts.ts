/** Texts that a device is tried on: everyday, technical, code and other scripts, some tens of tokens each. */
const texts = [
  'The committee met on Tuesday to discuss the budget, but nobody could agree on what had been decided the week before.',
  'She packed the last of the boxes, looked round the empty room once more, and left the key on the windowsill.',
  'To reset the router, hold the small button on the back for ten seconds, then wait until the green light stops blinking.',
  'In 1969 three astronauts travelled 384,400 km in a little over three days; two of them walked on the surface.',
  'def mean(values):\n    total = sum(values)\n    return total / len(values) if values else 0.0\n',
  'I am sorry, but I cannot help with that. If you tell me more about what you need, I can suggest something else.',
  'Les enfants jouaient dans le jardin pendant que leur grand-mère préparait une tarte aux pommes pour le dîner.',
  'Der Zug nach Hamburg hat heute etwa zwanzig Minuten Verspätung, weil auf der Strecke ein Baum umgestürzt ist.',
  'SELECT name, COUNT(*) AS visits FROM patients WHERE year >= 2020 GROUP BY name ORDER BY visits DESC LIMIT 10;',
  '我们昨天去了博物馆，看到了很多以前从来没有见过的画。',
  'Enzymes lower the activation energy of a reaction; temperature and pH decide how quickly the substrate is used up.',
  '“Are you coming or not?” he asked. “The film starts at eight, and I would rather not miss the beginning again.”',
] as const

/** Of a lens whose weights take more than this, fewer are read: the processor has to read them too. */
const largeWeights = 2e9

/** Enough for three batches; see `batchTokens`. */
export function testTexts(weightBytes: number): readonly string[] {
  if (weightBytes > largeWeights) return texts.slice(0, 4)
  return [...texts, ...texts, ...texts, ...texts]
}
