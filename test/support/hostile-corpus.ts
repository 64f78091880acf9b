/** Characters of the one long line. */
export const longLine = 1_000_000

/** Set on the window by any script of the corpus that runs. */
export const flag = 'hostileTextRan'

const run = `window.${flag}=1`

/** Texts that a careless page would run, follow, reorder or choke on; and what has to be read of each instead. */
export const hostileTexts: readonly { readonly id: string; readonly text: string; readonly reads: string }[] = [
  { id: 'script', text: `Before. <script>${run}</script> After it all is well.`, reads: `<script>${run}</script>` },
  { id: 'image', text: `A picture: <img src=x onerror="${run}"> and more.`, reads: `<img src=x onerror="${run}">` },
  {
    id: 'svg',
    text: `<svg/onload=${run}> <iframe srcdoc="<script>parent.${flag}=1</script>"></iframe>`,
    reads: `<svg/onload=${run}>`,
  },
  {
    id: 'style',
    text: `<style>*{display:none!important}</style> <link rel=stylesheet href=//example.com/x.css>`,
    reads: '<style>*{display:none!important}</style>',
  },
  {
    id: 'attribute',
    text: `"><b onmouseover=${run} autofocus onfocus=${run} tabindex=0>over</b><a href="javascript:${run}">here</a>`,
    reads: `"><b onmouseover=${run}`,
  },
  {
    id: 'markdown',
    text: `# Heading **bold** [link](javascript:${run}) ![x](//example.com/x.png) <details open ontoggle=${run}>`,
    reads: `# Heading **bold** [link](javascript:${run})`,
  },
  {
    id: 'fence',
    text: '> quoted\n```\n</code></pre>\n```\n| a | b |\n|---|---|\n~~~\n\\` \\u0000 &lt;b&gt; &amp;',
    reads: '</code></pre>',
  },
  {
    id: 'template',
    text: '{{constructor.constructor("alert(1)")()}} ${alert(1)} %00 %3Cscript%3E',
    reads: '${alert(1)} %00 %3Cscript%3E',
  },
  {
    id: 'terminal',
    text: 'Colour \u001b[31mred\u001b[0m, a title \u001b]0;owned\u0007, a bell \u0007 and backspace\u0008\u0008.',
    reads: 'Colour ESC[31mredESC[0m',
  },
  {
    id: 'reordered',
    text: 'The file is called \u202etxt.exe\u202c, or \u2067so\u2069 it seems.',
    reads: 'called RLOtxt.exePDF, or RLIsoPDI it',
  },
  {
    id: 'zero-width',
    text: 'pass\u200bword and co\u00adop and \ufeffmark and word\u2060joiner',
    reads: 'passZWSPword and coSHYop and BOMmark and wordWJjoiner',
  },
  { id: 'nul', text: 'Before\u0000after, and a lone \u0001 control.', reads: 'Before\ufffdafter, and a lone SOH control.' },
  { id: 'lines', text: 'one\u2028two\u2029three\u0085four\rfive\r\nsix\tseven', reads: 'oneLStwoPSthreeNELfourCRfive' },
  {
    id: 'emoji',
    text: 'A family 👩‍👩‍👧‍👦, a flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿, a skin tone 👍🏽, a keycap 1️⃣ and e\u0301\u0301\u0301 marks.',
    reads: 'A family 👩‍👩‍👧‍👦, a flag',
  },
  {
    id: 'right-to-left',
    text: 'שלום עולם and العربية beside English, 日本語 and ไทย.',
    reads: 'שלום עולם and العربية beside English',
  },
  {
    id: 'surrogates',
    text: 'A lone high \ud83d and a lone low \ude00 end.',
    reads: 'A lone high \ufffd and a lone low \ufffd end.',
  },
  {
    id: '<img src=x onerror="window.hostileTextRan=1">',
    text: 'The id of this one is not to be trusted.',
    reads: 'The id of this one',
  },
]

/** The corpus as a JSONL file, with a column whose name and values are as hostile. */
export function hostileCorpus(): string {
  const long = { id: 'long', text: `A long line ${'='.repeat(longLine)} and its end.` }
  const rows = [...hostileTexts.map(({ id, text }) => ({ id, text })), long]
  const column = `<b onclick="${run}">column</b>`
  return rows
    .map(({ id, text }) => `${JSON.stringify({ id, text, [column]: `${text.slice(0, 200)} \u202eas metadata` })}\n`)
    .join('')
}
