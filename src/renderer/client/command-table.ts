/** What a command is called and how it comes; `on`: the screens, or parts of one, that offer it (absent: it holds everywhere). */
export type CommandText = {
  readonly title: string
  readonly group: string
  readonly keys?: string
  readonly on?: readonly string[]
}

const analyses = ['differences', 'correlations', 'clusters', 'search'] as const

/**
 * Every command by its id: the one registry behind palette, menus, cheat-sheet, shortcuts and their settings. What a view offers, and what
 * it does, the view says (`useCommands`). Keys without mod or alt fire only outside of text fields. No two commands that a screen can
 * offer at once have the same keys.
 */
export const commandTable = {
  palette: { title: 'Find a command', group: 'Etalon', keys: 'mod+shift+p mod+k f1' },
  'quick-open': { title: 'Go to a latent, document or corpus', group: 'Etalon', keys: 'mod+p' },
  settings: { title: 'Settings', group: 'Etalon', keys: 'mod+,' },
  'settings.keys': { title: 'Change shortcuts', group: 'Etalon' },
  shortcuts: { title: 'Show keyboard shortcuts', group: 'Etalon', keys: '?' },

  undo: { title: 'Undo', group: 'Edit', keys: 'mod+z' },
  redo: { title: 'Redo', group: 'Edit', keys: 'mod+shift+z mod+y' },

  back: { title: 'Go back', group: 'Screens', keys: 'alt+arrowleft' },
  'show.corpora': { title: 'Show Corpora', group: 'Screens', keys: 'alt+1' },
  'show.compare': { title: 'Show Compare', group: 'Screens', keys: 'alt+2' },
  'show.latents': { title: 'Show Latents', group: 'Screens', keys: 'alt+3' },
  'show.document': { title: 'Show Document', group: 'Screens', keys: 'alt+4' },
  'show.analyses': { title: 'Show Analyses', group: 'Screens', keys: 'alt+5' },
  'show.findings': { title: 'Show Findings', group: 'Screens', keys: 'alt+6' },
  'show.try': { title: 'Show Try it', group: 'Screens', keys: 'alt+7' },
  'show.review': { title: 'Show Review', group: 'Screens', keys: 'alt+8' },
  'show.models': { title: 'Show Models', group: 'Screens', keys: 'alt+9' },
  'show.lists': { title: 'Show Lists', group: 'Screens', keys: 'alt+0' },
  'show.lenses': { title: 'Show Lenses', group: 'Screens' },
  sidebar: { title: 'Show or hide the sidebar', group: 'Screens', keys: 'mod+b' },
  jobs: { title: 'Show or hide jobs', group: 'Screens', keys: 'mod+j' },

  'tab.new': { title: 'Open in a new tab', group: 'Tabs', keys: 'alt+t mod+t' },
  'tab.close': { title: 'Close the tab', group: 'Tabs', keys: 'alt+w mod+w' },
  'tab.reopen': { title: 'Open the closed tab again', group: 'Tabs', keys: 'alt+shift+t mod+shift+t' },
  'tab.next': { title: 'Next tab', group: 'Tabs', keys: 'alt+pagedown' },
  'tab.previous': { title: 'Tab before', group: 'Tabs', keys: 'alt+pageup' },
  'tab.right': { title: 'Move the tab to the right', group: 'Tabs' },
  'tab.left': { title: 'Move the tab to the left', group: 'Tabs' },
  'tab.split': { title: 'Split: show the tab beside itself', group: 'Tabs', keys: 'mod+\\' },
  'tab.side': { title: 'Go to the other side', group: 'Tabs', keys: 'f6' },

  'show.differences': { title: 'Show Differences', group: 'Analyses' },
  'show.correlations': { title: 'Show Correlations', group: 'Analyses' },
  'show.clusters': { title: 'Show Clusters', group: 'Analyses' },
  'show.search': { title: 'Show Search', group: 'Analyses' },

  'jobs.pause': { title: 'Pause the running job', group: 'Jobs' },
  'jobs.resume': { title: 'Go on with the paused jobs', group: 'Jobs' },
  'jobs.stop': { title: 'Stop the running job', group: 'Jobs' },

  'corpora.import': { title: 'Import all that is new or changed', group: 'Corpora' },
  'corpora.read': { title: 'Read all that is not read yet', group: 'Corpora' },

  'theme.light': { title: 'Light theme', group: 'Appearance' },
  'theme.dark': { title: 'Dark theme', group: 'Appearance' },
  'theme.contrast': { title: 'High contrast theme', group: 'Appearance' },
  'theme.system': { title: 'Theme of the system', group: 'Appearance' },
  'zoom.in': { title: 'Zoom in', group: 'Appearance', keys: 'mod+plus mod+=' },
  'zoom.out': { title: 'Zoom out', group: 'Appearance', keys: 'mod+-' },
  'zoom.reset': { title: 'Reset the zoom', group: 'Appearance', keys: 'mod+0' },
  'text.larger': { title: 'Larger text of documents', group: 'Appearance' },
  'text.smaller': { title: 'Smaller text of documents', group: 'Appearance' },

  'latents.search': { title: 'Search latents', group: 'Latents', keys: '/', on: ['compare', 'latents'] },
  'latents.all': { title: 'Show all latents', group: 'Latents', on: ['compare', 'latents'] },
  'latents.starred': { title: 'Show latents with a star', group: 'Latents', on: ['compare', 'latents'] },
  'latents.flagged': { title: 'Show flagged latents', group: 'Latents', on: ['compare', 'latents'] },
  'latents.noted': { title: 'Show latents with a note', group: 'Latents', on: ['compare', 'latents'] },
  'latents.map': { title: 'Show or hide the map of latents', group: 'Latents', on: ['latents'] },
  'latents.tick-all': { title: 'Tick all latents of the table', group: 'Latents', on: ['compare', 'latents'] },
  'latents.untick': { title: 'Untick all latents', group: 'Latents', on: ['compare', 'latents'] },
  'latents.star-ticked': { title: 'Star the ticked latents', group: 'Latents', on: ['compare', 'latents'] },
  'latents.flag-ticked': { title: 'Flag the ticked latents', group: 'Latents', on: ['compare', 'latents'] },
  'latents.light-ticked': { title: 'Light up the ticked latents', group: 'Latents', on: ['compare', 'latents'] },
  'latents.save-csv': { title: 'Save the table of latents as CSV', group: 'Latents', on: ['compare', 'latents'] },
  'latents.save-jsonl': { title: 'Save the table of latents as JSONL', group: 'Latents', on: ['compare', 'latents'] },
  'latents.save-parquet': { title: 'Save the table of latents as Parquet', group: 'Latents', on: ['compare', 'latents'] },
  'latents.label': { title: 'Label these latents with a model…', group: 'Language models', on: ['compare', 'latents'] },
  'latents.score': { title: 'Score these labels with a model…', group: 'Language models', on: ['compare', 'latents'] },
  'panes.add': { title: 'Add a pane', group: 'Panes', on: ['compare'] },
  'panes.find': { title: 'Find in the documents shown', group: 'Panes', keys: 'mod+f', on: ['compare'] },
  'panes.texts': { title: 'Hold the texts of the row against each other (D)', group: 'Panes', on: ['compare'] },
  'panes.flag': { title: 'Flag the document of the row (F)', group: 'Panes', on: ['compare'] },
  'panes.pin': { title: 'Keep the chosen latent lit', group: 'Panes', keys: 'shift+l', on: ['compare', 'document'] },

  'latent.label': { title: 'Edit the label', group: 'Latent', keys: 'e', on: ['compare', 'latents'] },
  'latent.star': { title: 'Star the latent', group: 'Latent', keys: 's', on: ['compare', 'latents'] },
  'latent.lists': { title: 'Put the latent into lists', group: 'Latent', keys: 'l', on: ['compare', 'latents'] },
  'latent.copy': { title: 'Copy the latent’s name', group: 'Latent', on: ['compare', 'latents'] },
  'latent.flag': { title: 'Flag the latent', group: 'Latent', keys: 'f', on: ['compare', 'latents'] },
  'latent.flag-for': { title: 'Say what the latent is flagged for', group: 'Latent', keys: 'shift+f', on: ['compare', 'latents'] },
  'latent.note': { title: 'Write a note on the latent', group: 'Latent', keys: 'm', on: ['compare', 'latents'] },

  'document.previous': { title: 'Previous document', group: 'Document', keys: 'p [', on: ['document'] },
  'document.next': { title: 'Next document', group: 'Document', keys: 'n ]', on: ['document'] },
  'document.list': { title: 'Back to the list', group: 'Document', keys: 'escape', on: ['document'] },
  'document.find': { title: 'Find in the text', group: 'Document', keys: 'mod+f', on: ['document'] },
  'document.inline': { title: 'Texts side by side or as one', group: 'Document', keys: 'v', on: ['document'] },
  'document.flag': { title: 'Flag the document', group: 'Document', keys: 'f', on: ['document'] },
  'document.flag-for': { title: 'Say what the document is flagged for', group: 'Document', keys: 'shift+f', on: ['document'] },
  'document.note': { title: 'Write a note on the document', group: 'Document', keys: 'm', on: ['document'] },

  'differences.run': { title: 'Compare as set', group: 'Differences', keys: 'mod+enter', on: ['differences'] },
  'differences.hypotheses': { title: 'Find hypotheses from this difference…', group: 'Differences', on: ['differences'] },
  'correlations.run': { title: 'Find pairs as set', group: 'Correlations', keys: 'mod+enter', on: ['correlations'] },
  'correlations.judge': { title: 'Judge this pair with a language model…', group: 'Correlations', on: ['correlations'] },
  'clusters.run': { title: 'Group as set', group: 'Clusters', keys: 'mod+enter', on: ['clusters'] },
  'clusters.name': { title: 'Name the clusters with a language model…', group: 'Clusters', on: ['clusters'] },
  'clusters.accept': { title: 'Accept all proposed names', group: 'Clusters', on: ['clusters'] },
  'search.run': { title: 'Search as set', group: 'Search', keys: 'mod+enter', on: ['search'] },
  'search.rerank': { title: 'Rerank these hits with a language model…', group: 'Search', on: ['search'] },
  'search.first': { title: 'Show the hits as they were found', group: 'Search', on: ['search'] },

  keep: {
    title: 'Keep as a finding',
    group: 'Findings',
    keys: 'k',
    on: ['compare', 'latents', 'document', ...analyses, 'try', 'a list', 'flags and notes'],
  },
  'review.keep': { title: 'Keep the latent as a finding', group: 'Review', keys: 'shift+k', on: ['review'] },
  'findings.report': { title: 'Preview and export the report', group: 'Findings', keys: 'r', on: ['findings'] },
  'findings.tables': { title: 'Export the tables behind the findings', group: 'Findings', keys: 't', on: ['findings'] },
  'findings.section': { title: 'New section', group: 'Findings', keys: 'n', on: ['findings'] },
  'findings.search': { title: 'Search the findings', group: 'Findings', keys: '/', on: ['findings'] },
  'findings.fold': { title: 'Fold or unfold all evidence', group: 'Findings', keys: 'e', on: ['findings'] },

  'review.accept': { title: 'Accept (also Enter)', group: 'Review', keys: 'a', on: ['review'] },
  'review.edit': { title: 'Edit the label', group: 'Review', keys: 'e', on: ['review'] },
  'review.refuse': { title: 'Refuse the proposal', group: 'Review', keys: 'r', on: ['review'] },
  'review.skip': { title: 'Skip', group: 'Review', keys: 's', on: ['review'] },
  'review.flag': { title: 'Flag', group: 'Review', keys: 'f', on: ['review'] },
  'review.next': { title: 'Next latent (also ↓)', group: 'Review', keys: 'j', on: ['review'] },
  'review.previous': { title: 'Previous latent (also ↑)', group: 'Review', keys: 'k', on: ['review'] },
  'review.undo': { title: 'Take the last decision back', group: 'Review', keys: 'u', on: ['review'] },
  'review.redo': { title: 'Carry it out again', group: 'Review', keys: 'shift+u', on: ['review'] },
  'review.0': { title: 'Choose the label as it is', group: 'Review', keys: '0', on: ['review'] },
  'review.1': { title: 'Choose proposal 1', group: 'Review', keys: '1', on: ['review'] },
  'review.2': { title: 'Choose proposal 2', group: 'Review', keys: '2', on: ['review'] },
  'review.3': { title: 'Choose proposal 3', group: 'Review', keys: '3', on: ['review'] },
  'review.4': { title: 'Choose proposal 4', group: 'Review', keys: '4', on: ['review'] },
  'review.5': { title: 'Choose proposal 5', group: 'Review', keys: '5', on: ['review'] },

  'models.add': { title: 'Add an endpoint', group: 'Language models', keys: 'n', on: ['models'] },
  'models.endpoints': { title: 'Show endpoints', group: 'Language models', on: ['models'] },
  'models.runs': { title: 'Show runs', group: 'Language models', on: ['models'] },
  'models.prompts': { title: 'Show prompts', group: 'Language models', on: ['models'] },

  'lenses.add': { title: 'Add a lens', group: 'Lenses', keys: 'n', on: ['lenses'] },
  'lenses.here': { title: 'Show the lenses of this machine', group: 'Lenses', on: ['lenses'] },
  'lenses.catalogue': { title: 'Show known lenses', group: 'Lenses', on: ['lenses'] },

  'lists.new': { title: 'New list', group: 'Lists', keys: 'n', on: ['a list', 'flags and notes'] },
  'lists.rename': { title: 'Rename the list', group: 'Lists', on: ['a list'] },
  'lists.remove': { title: 'Remove the list', group: 'Lists', on: ['a list'] },
  'lists.table': { title: 'Show the list in the table of latents', group: 'Lists', on: ['a list', 'flags and notes'] },
  'lists.label': { title: 'Label or score the list with a model…', group: 'Language models', on: ['a list'] },
  'lists.axis': { title: 'Group documents by the list', group: 'Lists', on: ['a list'] },
  'lists.take': { title: 'Take the row out of the list', group: 'Lists', keys: 'delete', on: ['a list'] },
  'lists.unflag': { title: 'Take the flag of the row away', group: 'Lists', keys: 'delete', on: ['flags and notes'] },
} as const satisfies Readonly<Record<string, CommandText>>

export type CommandId = keyof typeof commandTable
