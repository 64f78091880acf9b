// The core of Monaco, Markdown, and the contributions that prose needs: each one more is weight.
import { editor, Uri } from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/placeholderText/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/unicodeHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/languages/definitions/markdown/register'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

const theme = 'etalon'

/** Makes Monaco's theme of the page's tokens as they are now. */
function takeTheme(): void {
  const probe = document.createElement('span')
  document.body.append(probe)
  // Monaco takes six hexadecimal digits only; a token can be a name, and a minified stylesheet has #fff.
  const colour = (name: string) => {
    probe.style.color = `var(${name})`
    const channels = getComputedStyle(probe).color.match(/\d+/g) ?? []
    return `#${channels
      .slice(0, 3)
      .map((channel) => Number(channel).toString(16).padStart(2, '0'))
      .join('')}`
  }
  const ink = (name: string) => colour(name).replace('#', '')
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark'
  editor.defineTheme(theme, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: ink('--text') },
      { token: 'keyword', foreground: ink('--accent'), fontStyle: 'bold' },
      { token: 'string.link', foreground: ink('--accent') },
      // What stands in braces, such as a place of a prompt: the theme's red would look like a fault.
      { token: 'string.target', foreground: ink('--accent') },
      { token: 'variable', foreground: ink('--success') },
      { token: 'comment', foreground: ink('--text-muted') },
    ],
    colors: {
      'editor.background': colour('--surface-raised'),
      'editor.foreground': colour('--text'),
      'editor.placeholder.foreground': colour('--text-faint'),
      'editorCursor.foreground': colour('--accent'),
      'editor.selectionBackground': `${colour('--accent')}4d`,
      'editorWidget.background': colour('--surface-raised'),
      'editorWidget.border': colour('--line'),
      'input.background': colour('--surface'),
      focusBorder: colour('--focus'),
      'scrollbarSlider.background': `${colour('--line-strong')}66`,
    },
  })
  probe.remove()
  editor.setTheme(theme)
}

takeTheme()
new MutationObserver(takeTheme).observe(document.documentElement, { attributeFilter: ['data-theme'] })

/** Of a page that is zoomed, in pixels. */
const fontSize = (): number => 0.8125 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
new MutationObserver(() => {
  for (const each of editor.getEditors())
    if (each.getOption(editor.EditorOption.fontSize) !== fontSize()) each.updateOptions({ fontSize: fontSize() })
}).observe(document.documentElement, { attributeFilter: ['style'] })

let models = 0

/** A Markdown editor in an element; dispose of it with `dispose`. */
export function createMarkdownEditor(
  element: HTMLElement,
  value: string,
  { label, placeholder }: { readonly label: string; readonly placeholder: string },
): editor.IStandaloneCodeEditor {
  const created = editor.create(element, {
    model: editor.createModel(value, 'markdown', Uri.parse(`inmemory://note/${++models}.md`)),
    theme,
    ariaLabel: label,
    placeholder,
    fontSize: fontSize(),
    lineHeight: 1.55,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-sans'),
    wordWrap: 'on',
    wrappingStrategy: 'advanced',
    lineNumbers: 'off',
    glyphMargin: false,
    folding: false,
    lineDecorationsWidth: 10,
    lineNumbersMinChars: 0,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'none',
    scrollBeyondLastLine: false,
    scrollbar: { verticalScrollbarSize: 8, alwaysConsumeMouseWheel: false, useShadows: false, horizontal: 'hidden' },
    padding: { top: 6, bottom: 6 },
    fixedOverflowWidgets: true,
    automaticLayout: true,
    matchBrackets: 'never',
    contextmenu: false,
    links: false,
    quickSuggestions: false,
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    // Tab leaves the editor, as in any field of a page.
    tabFocusMode: true,
    unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true, nonBasicASCII: false },
  })
  created.getModel()?.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } })
  created.onDidDispose(() => created.getModel()?.dispose())
  return created
}
