"""Documents read with a lens, laid out by latent: where each one fires, and the text around any place."""

import re
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import numpy as np
from describe_latents import encode
from reference_activations import Lens, windows

BEFORE, AFTER = 16, 8  # tokens around a place that make a phrase
LEFT, RIGHT = 100, 52  # characters of it that are kept
OPEN, CLOSE = '<<', '>>'
_OPEN, _CLOSE = '\ue000', '\ue001'  # marks while a phrase is being cleaned


class Reading:
    """
    What the lens sees in the texts. `ids` [tokens]; `firsts` [documents + 1] first token of each document; `document_of` [tokens].
    Non-zeros sorted by latent and then by place: `where` (token) and `values`, those of latent l at starts[l]..starts[l + 1].
    """

    def __init__(self, lens: Lens, texts: list[str]):
        texts = [text.replace(_OPEN, '\ufffd').replace(_CLOSE, '\ufffd') for text in texts]
        self.lens, self.texts = lens, texts
        arrays = encode(lens, texts)
        self.ids, self.where, self.values, self.starts = (arrays[name] for name in ('ids', 'where', 'values', 'starts'))
        lengths = [sum(map(len, windows(lens, text))) for text in texts]
        self.firsts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self.document_of = np.repeat(np.arange(len(texts)), lengths)
        self._by_token = np.argsort(self.ids, kind='stable')
        self._token_starts = np.searchsorted(self.ids[self._by_token], np.arange(lens.tokenizer.get_vocab_size() + 1))
        self._offsets: dict[int, np.ndarray] = {}

    def firing(self, latent: int) -> tuple[np.ndarray, np.ndarray]:
        span = slice(self.starts[latent], self.starts[latent + 1])
        return self.where[span], self.values[span]

    def places_of(self, token: int) -> np.ndarray:
        return self._by_token[self._token_starts[token]:self._token_starts[token + 1]]

    def silent(self, latent: int, places: np.ndarray) -> np.ndarray:
        """Which places have no firing of the latent in the phrase around them."""
        where, _ = self.firing(latent)
        document = self.document_of[places]
        low = np.maximum(places - BEFORE, self.firsts[document])
        high = np.minimum(places + AFTER + 1, self.firsts[document + 1])
        return np.searchsorted(where, low) == np.searchsorted(where, high)

    def offsets(self, document: int) -> np.ndarray:
        """[tokens of the document, 2]: characters at which each begins and ends."""
        if document not in self._offsets:
            found = self.lens.tokenizer.encode(self.texts[document], add_special_tokens=False).offsets
            self._offsets[document] = np.array(found, dtype=np.int32).reshape(-1, 2)
        return self._offsets[document]

    def phrase(self, place: int, latent: int | None = None) -> str:
        """
        The text of the tokens around a place, at most LEFT + RIGHT characters beside it, cut between words, on one line. With a latent, its
        tokens of at least half of the phrase's strongest activation stand in << >>.
        """
        document = int(self.document_of[place])
        start = int(self.firsts[document])
        offsets, text = self.offsets(document), self.texts[document]
        at = int(place) - start
        first, last = max(0, at - BEFORE), min(len(offsets), at + AFTER + 1)
        middle_start, middle_end = int(offsets[at, 0]), int(offsets[at, 1])
        low = _between_words_left(text, max(int(offsets[first, 0]), middle_start - LEFT), middle_start)
        high = _between_words_right(text, min(int(offsets[last - 1, 1]), middle_end + RIGHT), middle_end)
        pieces, done = [], low
        if latent is not None:
            for begin, end in self._marks(latent, start + first, start + last, int(place)):
                begin, end = max(low, int(offsets[begin - start, 0])), min(high, int(offsets[end - 1 - start, 1]))
                begin += len(text[begin:end]) - len(text[begin:end].lstrip(' ')) if text[begin:end].strip(' ') else 0
                if begin < end:
                    pieces += [text[done:begin], _OPEN, text[begin:end], _CLOSE]
                    done = end
        return clean(''.join([*pieces, text[done:high]]))

    def _marks(self, latent: int, low: int, high: int, place: int) -> list[tuple[int, int]]:
        """Runs of tokens [begin, end) to mark in low..high."""
        where, values = self.firing(latent)
        span = slice(np.searchsorted(where, low), np.searchsorted(where, high))
        strong = where[span][values[span] >= 0.5 * values[span].max()]
        runs: list[tuple[int, int]] = []
        for token in strong.tolist():
            if runs and runs[-1][1] == token:
                runs[-1] = (runs[-1][0], token + 1)
            else:
                runs.append((token, token + 1))
        return runs


def clean(text: str) -> str:
    """One line without control characters: line breaks as ⏎ (three and more as two), other white space as one space."""
    text = text.encode('utf8', 'replace').decode()
    text = text.replace(OPEN, '< <').replace(CLOSE, '> >')
    # A bracket beside a mark would be read as a part of it.
    text = re.sub(rf'(?<=[{_OPEN}])(?=[<>])|(?<=[<>])(?=[{_CLOSE}])|(?<=<)(?=[{_OPEN}])|(?<=[{_CLOSE}])(?=>)', ' ', text)
    text = re.sub(r'\r\n?|\n', '⏎', text)
    text = re.sub(rf'{_OPEN}\s+{_CLOSE}', f'{_OPEN}␣{_CLOSE}', text)
    text = ''.join(letter if letter.isprintable() or letter in (_OPEN, _CLOSE) else ' ' for letter in text)
    text = re.sub(r'⏎{3,}', '⏎⏎', re.sub(r'\s+', ' ', text)).strip()
    return text.replace(_OPEN, OPEN).replace(_CLOSE, CLOSE)


def unmarked(phrase: str) -> str:
    return phrase.replace(f'{OPEN}␣{CLOSE}', ' ').replace(OPEN, '').replace(CLOSE, '')


def _between_words_left(text: str, low: int, most: int) -> int:
    if low == 0 or text[low - 1].isspace() or text[low].isspace():
        return low
    found = re.search(r'\s', text[low:most])
    return low + found.start() if found else low


def _between_words_right(text: str, high: int, least: int) -> int:
    if high >= len(text) or text[high].isspace() or text[high - 1].isspace():
        return high
    found = re.search(r'\s\S*$', text[least:high])
    return least + found.start() if found else high
