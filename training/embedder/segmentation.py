"""Text to words to vocabulary rows. `src/main/engine/embedder/segmentation.ts` does the same; test/golden/embedder holds them together."""

import unicodedata

import regex

# A word of letters (apostrophes inside it belong to it), a run of digits, or one mark or symbol. White space and the rest separate.
WORD = regex.compile(r"\p{L}+(?:'\p{L}+)*|\p{N}+|[\p{P}\p{S}]")
ALPHANUMERIC = regex.compile(r'[\p{L}\p{N}]')
MARK = regex.compile(r'\p{M}+')

LONGEST_WORD = 48  # code points of a word that are split into pieces; what follows is left out
LONGEST_PIECE = 16  # code points


def words(text: str) -> list[str]:
    """Lower-case words without accents, compatibility forms resolved, apostrophes straight."""
    plain = MARK.sub('', unicodedata.normalize('NFKD', text)).lower().replace('\u2019', "'")
    return WORD.findall(plain)


def pieces(word: str, row_of: dict[str, int]) -> list[int]:
    """
    Rows of the longest known pieces of a word from the left: the first as it stands, later ones behind '##'.

    A character at which no piece begins is left out.
    """
    word = word[:LONGEST_WORD]
    found = []
    start = 0
    while start < len(word):
        for end in range(min(len(word), start + LONGEST_PIECE), start, -1):
            row = row_of.get(('##' if start > 0 else '') + word[start:end])
            if row is not None:
                found.append(row)
                start = end
                break
        else:
            start += 1
    return found


def rows(text: str, row_of: dict[str, int]) -> list[int]:
    """Rows of a text, repetitions kept: of each word its own, or those of its pieces."""
    found = []
    for word in words(text):
        row = row_of.get(word)
        if row is None:
            found += pieces(word, row_of)
        else:
            found.append(row)
    return found
