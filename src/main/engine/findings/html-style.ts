/** The colours of the app's tokens, light and dark; a test holds them alike. */
const light = {
  surface: '#ffffff',
  'surface-sunken': '#f4f5f7',
  line: '#e0e3e8',
  'line-strong': '#8b94a1',
  text: '#1b2027',
  'text-muted': '#525c69',
  accent: '#2a5bc7',
  warning: '#8a5a00',
  'warning-soft': '#fdf3df',
  'heat-1': '#fff6e8',
  'heat-2': '#ffeed3',
  'heat-3': '#ffe4ba',
  'heat-4': '#ffd9a0',
  'heat-5': '#fecd85',
  'heat-6': '#fcc06a',
  'heat-7': '#f9b14f',
  'heat-8': '#f5a033',
  'heat-line': '#b4590a',
  'heat-text': '#1b2027',
}
const dark: typeof light = {
  surface: '#16191e',
  'surface-sunken': '#101317',
  line: '#2a3038',
  'line-strong': '#68727f',
  text: '#e3e7ec',
  'text-muted': '#a9b2be',
  accent: '#82aaff',
  warning: '#e9b872',
  'warning-soft': '#362a15',
  'heat-1': '#241e17',
  'heat-2': '#30261a',
  'heat-3': '#3d2e1c',
  'heat-4': '#4b361d',
  'heat-5': '#593e1d',
  'heat-6': '#68461c',
  'heat-7': '#774e1a',
  'heat-8': '#875617',
  'heat-line': '#f2a649',
  'heat-text': '#f4efe8',
}
export const reportColours = { light, dark }

const variables = (colours: typeof light) =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** A line below each token, 1 to 4 pixels thick, tells what the shade tells without colour. */
const heat = Array.from(
  { length: 8 },
  (_, at) => `mark.h${at + 1}{background:var(--heat-${at + 1});border-bottom-width:${Math.ceil((at + 1) / 2)}px}`,
).join('\n')

/** The whole style sheet of the page. */
export const htmlStyle = `
:root{color-scheme:light;${variables(reportColours.light)}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${variables(reportColours.dark)}}}
*{box-sizing:border-box}
html{font:16px/1.55 -apple-system,'Segoe UI','Adwaita Sans',Ubuntu,Cantarell,'Noto Sans','Liberation Sans',system-ui,sans-serif;background:var(--surface);color:var(--text)}
body{max-width:52rem;margin:0 auto;padding:2.5rem 1.5rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.3rem;line-height:1.3;margin:3rem 0 1rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.1rem;line-height:1.35;margin:0 0 .75rem}
h4,h5,h6{font-size:1rem;margin:1rem 0 .5rem}
p{margin:.5rem 0}
a{color:var(--accent)}
code,pre{font-family:ui-monospace,'SF Mono','Cascadia Mono','Noto Sans Mono','DejaVu Sans Mono',monospace;font-size:.85em}
code{padding:.05em .3em;border-radius:3px;background:var(--surface-sunken);white-space:pre-wrap}
pre{padding:.75rem;background:var(--surface-sunken);white-space:pre-wrap}
pre code{padding:0}
.muted,figcaption{color:var(--text-muted);font-size:.875rem}
.legend{font-size:.875rem}
.legend mark{padding:0 .5em;margin-right:1px}
nav{margin:2rem 0;padding:.75rem 1.25rem;background:var(--surface-sunken);border-radius:6px}
nav ul{list-style:none;margin:0;padding:0}
nav li{padding:.1rem 0}
nav .part{margin-top:.5rem;font-weight:600}
article{margin:1.75rem 0;padding:1.25rem 1.5rem;border:1px solid var(--line);border-radius:8px}
article>h3{display:flex;gap:.75rem}
.number{color:var(--text-muted)}
.note{margin:0 0 1rem}
.note blockquote{margin-inline:0;padding-left:1rem;border-left:3px solid var(--line);white-space:normal}
.warning{padding:.4rem .75rem;border-radius:4px;background:var(--warning-soft);color:var(--warning)}
details{margin:.75rem 0}
summary{cursor:pointer;color:var(--text-muted);font-size:.875rem}
.wide{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.25rem 1rem .25rem 0;border-bottom:1px solid var(--line);text-align:start;vertical-align:top;overflow-wrap:normal}
th{color:var(--text-muted);font-weight:600}
figure{margin:1rem 0}
.quotation blockquote{margin:0;padding-left:1rem;border-left:3px solid var(--line-strong);white-space:pre-wrap;unicode-bidi:isolate}
figcaption{padding:.2rem 0 0 1rem}
mark{color:var(--heat-text);border-bottom:1px solid var(--heat-line);border-radius:2px}
${heat}
.plot{padding:.75rem;background:#fff;border:1px solid var(--line);border-radius:6px}
.plot img{display:block;width:100%;height:auto;max-height:40rem}
dl{display:grid;grid-template-columns:9.5rem 1fr;gap:.25rem 1rem;margin:0 0 1.5rem;font-size:.875rem}
dt{color:var(--text-muted)}
dd{margin:0}
@media (max-width:40rem){body{padding:1.25rem 1rem}article{padding:1rem}dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{html{font-size:11pt}body{max-width:none;padding:0}nav,summary,.legend .muted{break-inside:avoid}article{border:0;border-top:1px solid var(--line);border-radius:0;padding:1rem 0 0}
figure,tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}.wide{overflow:visible}}
`
