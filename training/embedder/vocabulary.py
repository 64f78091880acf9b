"""Chooses the vocabulary: the teacher's own lower-case words and word pieces, and the most frequent words of the training text."""

import json
import sys
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import regex
from documents import options, read_documents
from segmentation import words
from teacher import teacher_vocabulary

LATIN = regex.compile(r"(##)?[a-z']+|(##)?[0-9]{1,4}|(##)?[\p{P}\p{S}]")

# What people call the parts, forms and manners of text: rare in running text, frequent in labels.
LABEL_WORDS = set(
    """
    abbreviation acronym adjective adverb adverbial affix alliteration allusion ampersand anaphora anecdote antonym aphorism apology apostrophe
    apposition article asterisk auxiliary backslash backtick bibliography boilerplate boldface boolean brace bracket bullet byline capital
    capitalisation capitalization caption caveat citation clause cliche codeblock colloquialism colon comma comparative complaint compliment
    compound conditional conjugation conjunction connective connector consonant contraction contrast copula dash declarative definition
    demonstrative determiner dialogue diminutive disclaimer ellipsis em-dash emoji emoticon emphasis endnote euphemism exaggeration exclamation
    expletive fallacy farewell filler font footer footnote formality fragment genitive gerund glossary greeting hashtag header heading hedge
    hedging honorific hyperbole hyperlink hyphen hypothetical idiom imperative indefinite indentation infinitive infix inflection insult
    intensifier interjection interrogative intonation irony italic italics jargon keyword latent letterhead lexicon linebreak listing loanword
    lowercase markdown markup metaphor misspelling modal monologue mood morpheme narration narrator negation neologism newline nickname
    nominalisation noun numeral object onomatopoeia ordinal oxymoron pangram paragraph paraphrase parenthesis parenthetical participle particle
    passive placeholder platitude plural pleasantry possessive predicate prefix premodifier preposition preterite profanity pronoun proverb pun
    punctuation quantifier question quotation quote quotient rebuttal recap redundancy reference reflexive refusal register reiteration
    reminder repetition reply request rhetoric rhyme riddle salutation sarcasm semicolon sentence sentiment signoff simile singular slang slash
    slogan slur snippet sonnet stanza stereotype stopword subheading subject subjunctive subordinate suffix summary superlative surname
    syllable synonym syntax synopsis template tense testimonial thesis token tone topic transition transliteration trope typo underscore
    understatement uppercase url utterance vagueness verb verse vocative vowel warning whitespace wordplay yell
    apologetic assertive bureaucratic chatty clickbait colloquial condescending conversational deferential dialectal didactic dismissive
    evasive flattering flowery gloomy impersonal impolite journalistic joyful legalese melancholic motivational nostalgic ominous patronising
    patronizing persuasive pessimistic poetic polemical preachy promotional rhetorical sarcastic slangy sentimental snarky solemn sycophantic
    tactful terse verbose whimsical wistful wordy apologising apologizing complimenting congratulating deceiving exaggerating flattery
    hesitating paraphrasing recommending rephrasing rewriting summarising summarizing misinformation propaganda spam scam scams deepfake
    phishing chatbot cryptocurrency vegan hashtags tweets podcasts smartphones
    """.split()
)


def word_counts(text_folder: Path) -> Counter:
    counts = Counter()
    for document in read_documents(text_folder, 'train'):
        counts.update(words(document['text']))
    return counts


def choose(counts: Counter, size: int) -> list[str]:
    """
    Most frequent first; pieces last.

    A word of the teacher's vocabulary enters whatever its count, for it was frequent in the teacher's corpora, and so do the words of labels
    and their plurals; the most frequent others fill up.
    """
    theirs = [entry for entry in teacher_vocabulary() if LATIN.fullmatch(entry)]
    pieces = [entry for entry in theirs if entry.startswith('##')]
    chosen = {entry for entry in theirs if not entry.startswith('##') and words(entry) == [entry]}
    chosen |= {word for word in LABEL_WORDS if words(word) == [word]}
    chosen |= {word + 's' for word in LABEL_WORDS if counts[word + 's'] > 0}
    for word, count in counts.most_common():
        if len(chosen) + len(pieces) >= size or count < 5:
            break
        if LATIN.fullmatch(word) and len(word) <= 24:
            chosen.add(word)
    return sorted(chosen, key=lambda word: (-counts[word], word)) + pieces


if __name__ == '__main__':
    parser = options(__doc__)
    parser.add_argument('--size', type=int, default=32_000, help='words and pieces together')
    given = parser.parse_args()
    counts = word_counts(given.text)
    entries = choose(counts, given.size)
    given.work.mkdir(parents=True, exist_ok=True)
    (given.work / 'vocabulary.json').write_text(json.dumps(entries))
    (given.work / 'word-counts.json').write_text(json.dumps(dict(counts.most_common(80_000))))
    total = sum(counts.values())
    print(f'{len(entries)} entries, {sum(e.startswith("##") for e in entries)} of them pieces; '
          f'{sum(counts[e] for e in entries) / total:.4f} of {total} words of the text are in it')
