import { describe, expect, it } from 'vitest'
import { importCorpus, writeCorpus } from './corpus-folder.ts'

const say = (role: string, content: unknown) => ({ role, content })
const write = (...rows: readonly unknown[]) => writeCorpus('chat.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))

describe('conversations', () => {
  it('become a response and a prompt, and the other messages stay in the metadata', async () => {
    const earlier = [say('system', 'Be brief.'), say('user', 'Hi'), say('assistant', 'Hello')]
    const path = await write(
      { id: 'one', messages: [say('user', 'Q'), say('assistant', 'A')], topic: 'x' },
      { id: 'two', messages: [...earlier, say('user', 'Q2'), say('assistant', 'A2'), say('user', 'thanks')] },
    )
    const { documents, preview } = await importCorpus(path)
    expect(preview.mapping).toEqual({
      id: 'id',
      channels: [
        { name: 'response', field: 'messages', role: 'assistant' },
        { name: 'prompt', field: 'messages', role: 'user' },
      ],
    })
    expect(documents.map(({ texts }) => ({ ...texts }))).toEqual([
      { response: 'A', prompt: 'Q' },
      { response: 'A2', prompt: 'Q2' },
    ])
    expect(documents.map(({ metadata }) => ({ ...metadata }))).toEqual([
      { topic: 'x' },
      { messages: [...earlier, say('user', 'thanks')] },
    ])
  })

  it('are found in ShareGPT and Gemini form, with contents in parts, and as JSON in a cell', async () => {
    const expected = { response: 'A', prompt: 'Q' }
    const forms = [
      {
        conversations: [
          { from: 'human', value: 'Q' },
          { from: 'gpt', value: 'A' },
        ],
      },
      {
        contents: [
          { role: 'user', parts: [{ text: 'Q' }] },
          { role: 'model', parts: [{ text: 'A' }] },
        ],
      },
      {
        messages: [
          say('user', [
            { type: 'text', text: 'Q' },
            { type: 'image_url', image_url: {} },
          ]),
          say('assistant', 'A'),
        ],
      },
    ]
    for (const form of forms) expect({ ...(await importCorpus(await write(form))).documents[0]?.texts }).toEqual(expected)
    const cell = JSON.stringify([say('user', 'Q'), say('assistant', 'A')]).replaceAll('"', '""')
    const path = await writeCorpus('chat.csv', `id,messages\n1,"${cell}"\n`)
    expect({ ...(await importCorpus(path)).documents[0]?.texts }).toEqual(expected)
  })

  it('without an answer are skipped and listed', async () => {
    const asked = [say('user', 'Q'), say('assistant', null)]
    const { problems } = await importCorpus(
      await write({ messages: [say('user', 'Q'), say('assistant', 'A')] }, { messages: asked }, { messages: [] }),
    )
    expect(problems.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'has no assistant message in "messages"'],
      [3, 'has an empty "messages"'],
    ])
  })

  it('may be read whole, or by their instructions', async () => {
    const path = await write({ messages: [say('system', 'S'), say('user', 'Q'), say('assistant', 'A')] })
    const whole = await importCorpus(path, { text: 'messages' })
    expect(whole.documents[0]?.texts['text']).toBe('system: S\n\nuser: Q\n\nassistant: A')
    expect(whole.documents[0]?.metadata).not.toHaveProperty('messages')
    const parts = await importCorpus(path, { channels: { response: 'messages', system: 'messages' } })
    expect({ ...parts.documents[0]?.texts }).toEqual({ response: 'A', system: 'S' })
    expect(parts.documents[0]?.metadata).toEqual({ messages: [say('user', 'Q')] })
  })

  it('as preferences become chosen, rejected and the prompt both answer', async () => {
    const question = say('user', 'Q')
    const { documents } = await importCorpus(
      await write({ chosen: [question, say('assistant', 'good')], rejected: [question, say('assistant', 'bad')] }),
    )
    expect({ ...documents[0]?.texts }).toEqual({ chosen: 'good', rejected: 'bad', prompt: 'Q' })
  })

  it('give way to a text column', async () => {
    const { preview } = await importCorpus(await write({ messages: [say('user', 'Q'), say('assistant', 'A')], text: 'plain text' }))
    expect(preview.mapping.channels).toEqual([{ name: 'text', field: 'text' }])
  })
})
