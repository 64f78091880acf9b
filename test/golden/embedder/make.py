"""Writes embedder.json.gz: words and every seventh column of the vectors of texts of all sorts, by training/embedder/static_embedder.py from resources/embedder.

Needs numpy and regex: VENV/bin/python test/golden/embedder/make.py
"""

import gzip
import json
import pathlib
import platform
import sys
import unicodedata

import numpy
import regex

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "training/embedder"))
from segmentation import words
from static_embedder import StaticEmbedder

TEXTS = [
    "", " ", "\n\t\u00a0\u2003", "\ufeff", "\x00\x07", "apologies and refusals", "Apologies AND Refusals", "closing questions to the user",
    "the word 'because'", "the word \u2018because\u2019", "don't", "don\u2019t", "rock 'n' roll", "'tis the dogs' bone", "users' data",
    'tokens " him", " me", " them"', 'text with "ateg", " Econom", " academ"', 'after "\\n\\n", "What", "\\n"', "tokens \".\", \"!\", \"?\"",
    "if (x >= 10) { return y[0] }", "def f(self, x): return x ** 2", "print(f'{a!r:>10}')", "http://example.com/a?b=c#d", "snake_case_names",
    "camelCaseNames", "e-mail at 3:45 p.m.", "1,234.56", "$9.99 (or 50%)", "1990s", "H2O and CO2", "H\u2082O", "x\u00b2 + \u00bd", "\u2460 \u2167",
    "na\u00efve caf\u00e9 r\u00e9sum\u00e9", "cafe\u0301", "\u0130stanbul", "Stra\u00dfe", "\u039f\u0394\u039f\u03a3 \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3",
    "\ufb01ne \ufb02uffy o\ufb03ce", "\uff26\uff35\uff2c\uff2c \uff37\uff29\uff24\uff34\uff28", "\U0001d400\U0001d401\U0001d402", "\u4f60\u597d\uff0c\u4e16\u754c",
    "\u65e5\u672c\u8a9e text", "\ud55c\uad6d\uc5b4", "\u0440\u0443\u0441\u0441\u043a\u0438\u0439 \u044f\u0437\u044b\u043a", "\u0645\u0631\u062d\u0628\u0627",
    "\u0939\u093f\u0928\u094d\u0926\u0940", "smile \U0001f600\U0001f44d\U0001f3fd \u2764\ufe0f", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "soft\u00adhyphen zero\u200bwidth",
    "\u2026 \u2014 \u2013 \u00ab quoted \u00bb", "unbelievabilitarianism", "antidisestablishmentarianism", "latents, SAEs and d_sae", "qzxjkvwq",
    "zz" * 40, "word" * 30, "a" * 100, "\U00020000\U00020001abc", "x\ud83d" .encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "the the the the", "Mr. O'Brien-Smith's", "line one\r\nline two", "  leading and trailing  ", "100000000 and 12345",
]

embedder = StaticEmbedder.read(ROOT / "resources/embedder")
vectors = embedder.embed_all(TEXTS)
cases = [[text, words(text), [round(float(value), 4) for value in vector[::7]]] for text, vector in zip(TEXTS, vectors, strict=True)]
versions = {
    "python": platform.python_version(),
    "numpy": numpy.__version__,
    "regex": regex.__version__,
    "unicode": unicodedata.unidata_version,
}
out = pathlib.Path(__file__).with_name("embedder.json.gz")
content = {"versions": versions, "name": embedder.name, "dimensions": int(embedder.table.shape[1]), "cases": cases}
out.write_bytes(gzip.compress((json.dumps(content, separators=(",", ":")) + "\n").encode(), mtime=0))
print(len(cases), "texts")
