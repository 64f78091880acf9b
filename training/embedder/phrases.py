"""Short texts the student learns from: single words, spans and titles of the training text, and phrases built like labels and queries."""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import numpy as np
import regex
from documents import options, read_documents
from segmentation import words

SENTENCE = regex.compile(r'[^.!?\n]+[.!?]?')
STOP = set(
    'a an the and or but of in on at to for from by with as is are was were be been being it its this that these those he she they i you we '
    'his her their our your my me him them us not no so if then than when while which who whom what where how there here do does did have has '
    'had will would can could should may might must shall also just only very more most some any all each other such into over under about '
    "after before between through during up down out off again further once one two it's i'm don't".split()
)

TONES = (
    'polite rude impolite formal informal casual friendly warm cold angry sad joyful happy enthusiastic excited neutral serious playful '
    'sarcastic ironic humorous funny witty dry poetic literary technical academic scholarly legal bureaucratic promotional persuasive '
    'emotional hesitant confident cautious apologetic grateful sympathetic encouraging critical negative positive hostile aggressive '
    'threatening respectful deferential flattering nostalgic romantic dramatic melancholic optimistic pessimistic conversational chatty '
    'concise verbose wordy terse blunt vague precise detailed elaborate simple plain childish archaic old-fashioned colloquial slangy vulgar '
    'religious political scientific medical financial mathematical journalistic instructional didactic reassuring evasive defensive'
).split()
FORMS = (
    'questions|requests|answers|refusals|apologies|greetings|farewells|thanks|instructions|commands|warnings|disclaimers|explanations|'
    'definitions|examples|lists|numbered lists|bullet points|headings|titles|tables|code blocks|code|comments|quotations|dialogue|'
    'descriptions|summaries|conclusions|introductions|opinions|arguments|claims|complaints|compliments|insults|jokes|poems|stories|recipes|'
    'letters|emails|reviews|biographies|plots|reports|news|announcements|advertisements|advice|suggestions|recommendations|offers|promises|'
    'confessions|statements|sentences|phrases|words|verbs|nouns|adjectives|adverbs|pronouns|prepositions|conjunctions|names|numbers|dates|'
    'years|prices|percentages|measurements|units|formulas|equations|calculations|steps|hedges|exclamations|abbreviations|acronyms|'
    'parentheses|footnotes|references|citations|links|file names|variables|function names|error messages|logs|speeches|prayers|slogans|'
    'anecdotes|hypotheses|comparisons|contrasts|metaphors|analogies|rhetorical questions|follow-up questions|negations|conditionals'
).split('|')
TOKENS = (
    'comma|full stop|period|question mark|exclamation mark|colon|semicolon|dash|hyphen|apostrophe|quotation mark|opening bracket|'
    'closing bracket|parenthesis|slash|line break|blank line|new paragraph|space|tab|asterisk|hash sign|equals sign|plus sign|percent sign|'
    'dollar sign|ellipsis|capital letter|digit|number|emoji|bullet|underscore'
).split('|')
PLACES = (
    'at the end|at the beginning|in the middle|of a sentence|of a paragraph|of a reply|of an answer|of a message|of a list|of a document|'
    'before a noun|after a verb|before a number|after a comma|in code|in dialogue|in a title|in quotation marks|in parentheses|'
    'to the user|to the reader|from the assistant|in the first person|in the second person|in the past tense|in the present tense|'
    'in the future tense|in the passive voice|in the plural|in upper case|in markdown'
).split('|')
LANGUAGES = (
    'Python|JavaScript|Java|C++|C|Rust|SQL|HTML|CSS|bash|shell|PowerShell|JSON|YAML|XML|LaTeX|Markdown|regular expression|Swift|Go|PHP|Ruby|'
    'English|French|German|Spanish|Italian|Latin|Chinese|Japanese|Russian|Arabic|Portuguese|Dutch|Greek|Hindi'
).split('|')

# {t} tone, {f} form, {k} token, {p} place, {l} language, {x} {y} a chunk of the text (1 to 3 words), {w} {v} {u} single words.
TEMPLATES = (
    '{t} {f}|{t} {f}|{t} {f} about {x}|{t} tone|{t} language|{t} {f} {p}|{f} about {x}|{f} about {x}|{f} {p}|{f} and {f}|{f} of {x}|{f} with {x}|'
    '{x}|{x}|{x}|{x} and {y}|{x} and {y}|{x} or {y}|{x} in {y}|{x} of {y}|{x} for {y}|{x}, {y}|{x} {f}|{x} terms|{x} vocabulary|words about {x}|'
    'texts about {x}|discussion of {x}|mentions of {x}|references to {x}|talk of {x}|anything to do with {x}|things related to {x}|'
    'something about {x}|where {x} is mentioned|sentences about {x}|topics like {x}|{x} as a topic|writing on {x}|passages on {x}|'
    "the word '{w}'|the word {w}|the words '{w}' and '{v}'|\"{w}\" followed by \"{v}\"|'{w}' before '{v}'|'{w}' {p}|the phrase '{x}'|"
    'the suffix -{s}|the prefix {q}-|words ending in -{s}|words starting with {q}-|tokens " {w}", " {v}", " {u}"|text with " {w}", " {v}"|'
    'after " {w}", " {v}"|{w} / {v}|{w}, {v}, {u}|synonyms of {w}|forms of the verb {w}|{k}|the {k}|{k} {p}|a {k} {p}|{k} and {k}|'
    '{l} code|{l} text|{l} {f}|{f} in {l}|comments in {l} code|{l} keywords|words from {l}|text that is {t}|text which sounds {t}|'
    'writer is {t}|sounds {t} and {t}|the author asks about {x}|the user wants {x}|the speaker mentions {x}|someone explains {x}|'
    'someone who is {t}|asks for {x}|asks for {f}|gives {f}|gives {t} {f}|contains {f}|has {f} {p}|uses {f}|uses {t} words|ends with {f}|'
    'starts with {f}|opens with a {t} remark|makes {f}|offers {x}|describes {x}|talks about {x}|says something about {x}|'
    'lack of {x}|no {f}|without {f}|too many {f}|long {f}|short {f}|repeated {f}|{f} rather than {f}|how {x} works|what {x} means|'
    'names of {x}|kinds of {x}|lists of {x}|the {x} of {y}|{x} (in {y})|{x}: {f}|{f}: {x}|{x} - {y}'
).split('|')
SUFFIXES = 'ing ed er est ly tion sion ness ment able ible ful less ous ive al ic ist ism ize ify ity ance ence ship hood ward'.split()
PREFIXES = 'un re pre dis mis non anti over under sub inter trans super semi co de ex auto bio micro multi'.split()


def spans(sentences: list[list[str]], count: int, draw: np.random.Generator) -> list[str]:
    """Runs of 2 to 12 words of a sentence, short ones more often."""
    lengths = np.minimum(2 + draw.geometric(0.25, count) - 1, 12)
    found = []
    for length in lengths:
        sentence = sentences[draw.integers(len(sentences))]
        start = draw.integers(max(1, len(sentence) - length + 1))
        found.append(' '.join(sentence[start : start + length]))
    return found


def chunks(sentences: list[list[str]], count: int, draw: np.random.Generator) -> list[str]:
    """Up to 3 words between function words and marks: mostly nouns with what stands before them."""
    found = []
    while len(found) < count:
        run = []
        candidates = []
        for word in [*sentences[draw.integers(len(sentences))], '.']:
            if word[0].isalpha() and word.lower() not in STOP:
                run.append(word)
                continue
            if 1 <= len(run) <= 3:
                candidates.append(' '.join(run))
            run = []
        if candidates:
            found.append(candidates[draw.integers(len(candidates))])
    return found


def label_like(pool: list[str], single: list[str], count: int, draw: np.random.Generator) -> list[str]:
    def pick(choices: list[str]) -> str:
        return choices[draw.integers(len(choices))]

    sources = {'t': TONES, 'f': FORMS, 'k': TOKENS, 'p': PLACES, 'l': LANGUAGES, 's': SUFFIXES, 'q': PREFIXES, 'x': pool, 'y': pool}
    sources |= {'w': single, 'v': single, 'u': single}
    return [regex.sub(r'\{(\w)\}', lambda slot: pick(sources[slot[1]]), pick(TEMPLATES)) for _ in range(count)]


def make(text_folder: Path, work: Path, seed: int = 1) -> list[str]:
    """All training texts, each once. The same folder, vocabulary and seed give the same list."""
    draw = np.random.default_rng(seed)
    entries = [entry for entry in json.loads((work / 'vocabulary.json').read_text()) if not entry.startswith('##')]
    known = set(entries)
    counts = json.loads((work / 'word-counts.json').read_text())
    rare = [word for word in counts if word not in known and word.isascii() and word.isalpha() and len(word) > 3][:14_000]
    documents = read_documents(text_folder, 'train')
    sentences = []
    titles = []
    for place in draw.permutation(len(documents))[:40_000]:
        text = documents[place]['text']
        first = text[:200].split('\n')[0].strip(' #*')
        if 2 <= len(first.split()) <= 12:
            titles.append(first)
        parts = SENTENCE.findall(text[:6_000])
        for part in parts[:: max(1, len(parts) // 8)]:
            if 3 <= len(part.split()) <= 60:
                sentences.append(part.split())
    stripped = [[word.strip('.,;:!?()"*`_#') or '.' for word in sentence] for sentence in sentences]
    pool = chunks(stripped, 30_000, draw)
    frequent = [word for word in entries[:12_000] if word.isalpha() and len(word) > 1]
    texts = entries + rare + spans(sentences, 30_000, draw) + titles[:12_000] + pool[:14_000] + label_like(pool, frequent, 60_000, draw)
    texts += label_like(pool, frequent, 60_000, draw) + pool[14_000:22_000]
    return list(dict.fromkeys(text for text in texts if words(text)))


if __name__ == '__main__':
    given = options(__doc__).parse_args()
    texts = make(given.text, given.work)
    (given.work / 'phrases.json').write_text(json.dumps(texts, ensure_ascii=False))
    print(f'{len(texts)} texts')
    for text in texts[:: len(texts) // 40]:
        print('  ', text)
