"""Golden values for test/unit/reader: what Hugging Face's Rust tokenizers cut texts into, with offsets.

    python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3
    venv/bin/python test/golden/reader/tokens.py

Run from the repository root; real documents and the GPT-2 tokenizer are read from ../shared. Writes tokens.json.gz beside this file: the
hard texts themselves, and for each tokenizer and document a hash of its ids and offsets (UTF-16 code units of the raw text).
"""

import gzip
import hashlib
import json
import random
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, processors

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SHARED = ROOT.parent / 'shared'

HARD = [
    '', ' ', '\n', '\t \t', 'a', '  a  ', 'Hello, world!', "I'm sure they'll say it's what we've done; she'd DON'T 'S 'Ll",
    'typographic ’s and ’ll and ‘quotes’ “double” — dash – en', 'price: $1,234.50 in 2024; 100000000 and 12345', '３４５ ①②③ ½ Ⅻ ٣٤٥ १२३',
    'line one\nline two\r\nline three\r\rfour\n\n\n\nfive', 'trailing spaces   \nand   \n   leading', '\u00a0non\u00a0breaking\u2003em\u3000ideographic',
    'next\u0085line \u2028 separator \u2029 end', '\ufeffbyte order mark first, and one\ufeffinside', 'zero\u200bwidth\u200djoiner\u2060word',
    'control \x00\x01\x02\x1b[31mred\x7f\x9f', 'emoji 😀😃 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪🇫🇷 1️⃣ ❤️', '🦊', ' 🦊🦊🦊 ', 'x🦊y𝔘𝔫𝔦𝔠𝔬𝔡𝔢z 𝟙𝟚𝟛',
    'Ünïcödé ñ ç ß ẞ ſ İ ı ǅ', 'e\u0301 vs é; a\u0308\u0323 stacked; Z\u0351\u036b\u0343a\u0310l\u0321g\u0335o', '中文分词测试，今天天气很好。', '日本語のテキスト、ひらがなとカタカナ。',
    '한국어 문장입니다. \u1112\u1161\u11ab', 'Русский текст, ещё один пример.', 'Ελληνικά με τόνους', 'עברית עִם נִקּוּד', 'العربية مع حركاتٍ وأرقام ١٢٣',
    'हिन्दी पाठ क्षेत्र', 'ภาษาไทยไม่มีวรรค', 'தமிழ் உரை', 'ქართული ტექსტი', 'Հայերեն', 'አማርኛ', 'Tiếng Việt có dấu', 'Türkçe ğüşiöç İI ıi',
    'def f(x):\n    return x ** 2  # comment\n\tif x != 0: pass\n', '{"key": [1, 2.5e-10, null], "s": "\\n"}', '<p class="a">&nbsp;</p><!-- c -->',
    'https://example.org/a_b-c?d=e%20f#g', 'user@example.com', 'snake_case camelCase kebab-case SCREAMING_CASE', '!!!???...,,,;;;:::', '((([[[{{{', '-----=====*****_____',
    'a' * 300, ' ' * 300, '\n' * 100, 'ab ' * 100, '🦊' * 50, '。' * 40, 'é' * 60, '\t' * 20 + 'x', ' ' * 31 + 'x' + ' ' * 8 + '\t' * 9 + 'y',
    '<|endoftext|>', 'before<|endoftext|>after', ' <|endoftext|> <|endoftext|>', '<|endoftext', 'endoftext|>', '<|ENDOFTEXT|>',
    'ǆ ﬁ ﬃ ﷺ ㍿ K Å', '\u202eright to left override\u202c', 'soft\u00adhyphen', '\U000e0041\U000e0042 tags', '\ufffd replacement', '\ud7ff\ue000\uffff\U0010ffff',
]


def random_texts(count: int) -> list[str]:
    """Random mixtures of scripts, spaces, digits and marks."""
    source = random.Random(0)
    pools = ['abcdefghij ', 'ABC xyz', '0123456789', ' \n\t\r', '.,;:!?\'"’-()', 'äöüßéñ', '漢字仮名', 'абвгд', '🦊👍🏽❤\ufe0f\u200d', '\u0301\u0308', '\u00a0\u2003\u0085\ufeff', 'אבג', 'ابت']
    return [''.join(source.choice(source.choice(pools)) for _ in range(source.randint(1, 60))) for _ in range(count)]


def real_texts() -> list[str]:
    files = [*sorted((SHARED / 'data/model-answers').glob('*.jsonl.gz')), SHARED / 'data/wikipedia_movies.jsonl.gz']
    texts = []
    for path in files:
        with gzip.open(path, 'rt', encoding='utf8', newline='\n') as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
        texts += [row['text'] for row in rows[:150:10]]
    return texts


def digest(tokenizer: Tokenizer, text: str) -> str:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    starts = [units[start] for start, _ in encoding.offsets]
    ends = [units[end] for _, end in encoding.offsets]
    line = '|'.join(','.join(map(str, numbers)) for numbers in (encoding.ids, starts, ends))
    return hashlib.sha256(line.encode()).hexdigest()[:12]


def main() -> None:
    hard = HARD + random_texts(60)
    real = real_texts()
    paths = {'etalon-small': ROOT / 'resources/lenses/etalon-small/reader/tokenizer.json', 'gpt2': SHARED / 'models/tiny-random-gpt2-fp32/tokenizer.json'}
    golden = {'tokenizers': tokenizers.__version__, 'hard': hard, 'of': {}}
    for name, path in paths.items():
        tokenizer = Tokenizer.from_file(str(path))
        # Offsets of the whole token, the space before a word included.
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
        golden['of'][name] = {
            'sha256': hashlib.sha256(path.read_bytes()).hexdigest(),
            'hard': [digest(tokenizer, text) for text in hard],
            'real': [digest(tokenizer, text) for text in real],
        }
    (HERE / 'tokens.json.gz').write_bytes(gzip.compress((json.dumps(golden, indent=1) + '\n').encode(), mtime=0))


if __name__ == '__main__':
    main()
