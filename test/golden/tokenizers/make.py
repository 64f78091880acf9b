"""Golden values for test/unit/reader/tokenizer-kinds.test.ts: what Hugging Face's Rust tokenizers cut texts into, with offsets.

    python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3 sentencepiece==0.2.3 protobuf
    venv/bin/python test/golden/tokenizers/make.py

Run from the repository root; ../shared/training is read to train the small vocabularies and ../shared/data for real documents. Each kind is
a published tokenizer's configuration around a vocabulary of 3,000 trained here. Writes, beside this file:

- vocabularies.json.gz: the four models, and a map of characters as SentencePiece compiles it
- kinds.json: for each kind all of its tokenizer.json but the vocabulary
- texts.json.gz: the generated texts; after them come the real documents, as `real_texts` picks them
- digests.bin: per kind and text the first two bytes of SHA-256 of ids and offsets (UTF-16 code units of the raw text)
- expected.json.gz: ids and offsets in full for a few short texts
"""

import base64
import gzip
import hashlib
import io
import itertools
import json
import lzma
import sys
import tempfile
import unicodedata
from pathlib import Path

import sentencepiece
import sentencepiece.sentencepiece_model_pb2 as sentencepiece_model
import tokenizers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from texts import SENTENCES, generated_texts

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SHARED = ROOT.parent / 'shared'
SIZE = 3000

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = LLAMA3.replace(r'\p{N}{1,3}', r'\p{N}')
CL100K = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
O200K = '|'.join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r'\p{N}{1,3}', r' ?[^\s\p{L}\p{N}]+[\r\n/]*', r'\s*[\r\n]+', r'\s+(?!\S)', r'\s+',
])
DEEPSEEK = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
KIMI = r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
BLOOM = r' ?[^(\s|[.,!?…。，、।۔،])]+'


def added(first: int, *contents: str, **options: bool) -> list[dict]:
    token = {'single_word': False, 'lstrip': False, 'rstrip': False, 'normalized': False, 'special': True, **options}
    return [{'id': first + index, 'content': content, **token} for index, content in enumerate(contents)]


def split(pattern: str, behavior: str = 'Isolated', invert: bool = False, kind: str = 'Regex') -> dict:
    return {'type': 'Split', 'pattern': {kind: pattern}, 'behavior': behavior, 'invert': invert}


def sequence(key: str, *steps: dict) -> dict:
    return {'type': 'Sequence', key: list(steps)}


def byte_level(prefix: bool = False, words: bool = False) -> dict:
    return {'type': 'ByteLevel', 'add_prefix_space': prefix, 'trim_offsets': False, 'use_regex': words}


def template(before: list[tuple[str, int]], after: list[tuple[str, int]]) -> dict:
    name = lambda token: {'SpecialToken': {'id': token[0], 'type_id': 0}}
    text = {'Sequence': {'id': 'A', 'type_id': 0}}
    return {
        'type': 'TemplateProcessing',
        'single': [*map(name, before), text, *map(name, after)],
        'pair': [*map(name, before), text, {'Sequence': {'id': 'B', 'type_id': 1}}, *map(name, after)],
        'special_tokens': {token: {'id': token, 'ids': [number], 'tokens': [token]} for token, number in [*before, *after]},
    }


def replace(pattern: str, content: str, kind: str = 'String') -> dict:
    return {'type': 'Replace', 'pattern': {kind: pattern}, 'content': content}


def metaspace(scheme: str, splits: bool) -> dict:
    return {'type': 'Metaspace', 'replacement': '\u2581', 'prepend_scheme': scheme, 'split': splits}


def bert(lowercase: bool) -> dict:
    return {'type': 'BertNormalizer', 'clean_text': True, 'handle_chinese_chars': True, 'strip_accents': None, 'lowercase': lowercase}


PIECES = {'byte_fallback': True, 'fuse_unk': True, 'unk_token': '<unk>'}
MAP = {'type': 'Precompiled', 'precompiled_charsmap': 'map'}
TWO_SPACES = replace(' {2,}', ' ', 'Regex')
LLAMA2_ADDED = added(0, '<unk>', '<s>', '</s>')
ROBERTA = {'type': 'RobertaProcessing', 'sep': ['</s>', 2], 'cls': ['<s>', 0], 'trim_offsets': False, 'add_prefix_space': False}


def kind(vocabulary: str, *, normalizer=None, pre=None, post=None, tokens=(), **model) -> dict:
    return {'vocabulary': vocabulary, 'model': model, 'added_tokens': list(tokens), 'normalizer': normalizer, 'pre_tokenizer': pre, 'post_processor': post}


def bytes_kind(*steps: dict, tokens=(), normalizer=None, post=None, **model) -> dict:
    pre = steps[0] if len(steps) == 1 else sequence('pretokenizers', *steps)
    return kind('byte-level', normalizer=normalizer, pre=pre, post=post, tokens=tokens, **model)


KINDS = {
    'llama-2': kind('metaspace', normalizer=sequence('normalizers', {'type': 'Prepend', 'prepend': '\u2581'}, replace(' ', '\u2581')),
                    post=template([('<s>', 1)], []), tokens=LLAMA2_ADDED, **PIECES),
    'llama-2-not-legacy': kind('metaspace', pre=metaspace('first', False), post=template([('<s>', 1)], []),
                               tokens=[*LLAMA2_ADDED[:2], *added(2, '</s>', normalized=True)], **PIECES),
    'mistral': kind('metaspace', normalizer=sequence('normalizers', {'type': 'Prepend', 'prepend': '\u2581'}, replace(' ', '\u2581')),
                    post=template([('<s>', 1)], []), tokens=[*LLAMA2_ADDED, *added(SIZE, '[INST]', '[/INST]', rstrip=True)], **{**PIECES, 'fuse_unk': False}),
    'gemma': kind('metaspace', normalizer=replace(' ', '\u2581'), pre=split(' ', 'MergedWithPrevious', kind='String'), post=template([('<s>', 1)], []),
                  tokens=[*LLAMA2_ADDED, *added(SIZE, '<bos>', '<start_of_turn>'), *added(SIZE + 2, '<w>', '\n\n', '\u2581\u2581', '\n', special=False)], **PIECES),
    'no-fallback': kind('metaspace', normalizer=replace(' ', '\u2581'), tokens=LLAMA2_ADDED, byte_fallback=False, fuse_unk=True, unk_token='<unk>'),
    'gpt-2': bytes_kind(byte_level(words=True), tokens=added(SIZE, '<|endoftext|>', normalized=True)),
    'llama-3': bytes_kind(split(LLAMA3), byte_level(), ignore_merges=True, tokens=added(SIZE, '<|begin_of_text|>', '<|eot_id|>'),
                          post=sequence('processors', byte_level(), template([('<|begin_of_text|>', SIZE)], []))),
    'qwen-2': bytes_kind(split(QWEN2), byte_level(), normalizer={'type': 'NFC'}, tokens=added(SIZE, '<|endoftext|>', '<|im_start|>', '<|im_end|>'), post=byte_level()),
    'pythia': bytes_kind(byte_level(words=True), normalizer={'type': 'NFC'},
                         tokens=[*added(SIZE, '<|endoftext|>', '<|padding|>'), *added(SIZE + 2, '   ', '  ', 'e\u0301', special=False, normalized=True)]),
    'deepseek-v3': bytes_kind(split(r'\p{N}{1,3}'), split('[一-龥\u3040-ゟ゠-ヿ]+'), split(DEEPSEEK), byte_level(), normalizer=sequence('normalizers')),
    'cl100k': bytes_kind(split(CL100K, 'Removed', True), byte_level()),
    'o200k': bytes_kind(split(O200K), byte_level()),
    'kimi': bytes_kind(split(KIMI), byte_level()),
    'bloom': bytes_kind(split(BLOOM), byte_level()),
    'falcon': bytes_kind({'type': 'Punctuation', 'behavior': 'Contiguous'}, byte_level(words=True), {'type': 'Digits', 'individual_digits': False}, split('[0-9][0-9][0-9]')),
    'starcoder': bytes_kind({'type': 'Digits', 'individual_digits': True}, byte_level(words=True)),
    'roberta': bytes_kind(byte_level(prefix=True, words=True), post=ROBERTA, tokens=[*added(SIZE, '<s>', '<pad>', '</s>'), *added(SIZE + 3, '<mask>', lstrip=True)]),
    'split-behaviours': bytes_kind(
        split('[,.]', 'MergedWithPrevious'), split(';', 'MergedWithNext', kind='String'), split('[!?]', 'Contiguous'), split(r'\t', 'Removed'),
        split(r'\p{Lu}+', 'Isolated', True), {'type': 'CharDelimiterSplit', 'delimiter': '|'}, split(r'\w+|[^\w\s]', 'MergedWithNext'), byte_level(),
        normalizer=sequence('normalizers', {'type': 'Strip', 'strip_left': True, 'strip_right': True}, replace('[0-9]+', '#', 'Regex'), {'type': 'NFKC'}, {'type': 'Lowercase'}),
        tokens=added(SIZE, 'word_', '<w>', single_word=True, special=False)),
    't5': kind('unigram', normalizer=sequence('normalizers', MAP, TWO_SPACES), pre=metaspace('always', True), post=template([], [('</s>', 1)]), unk_id=2,
               tokens=[*added(0, '<pad>', '</s>', '<unk>'), *added(SIZE, '<extra_id_0>', lstrip=True, rstrip=True)]),
    'xlm-r': kind('unigram', normalizer=MAP, pre=sequence('pretokenizers', {'type': 'WhitespaceSplit'}, metaspace('always', True)), unk_id=2,
                  tokens=added(SIZE, '<mask>', lstrip=True), post=template([('<pad>', 0)], [('</s>', 1)])),
    'albert': kind('unigram', pre=metaspace('always', True), unk_id=2, tokens=added(SIZE, '[CLS]', '[SEP]'), normalizer=sequence(
        'normalizers', replace('``', '"'), replace("''", '"'), {'type': 'NFKD'}, {'type': 'StripAccents'}, {'type': 'Lowercase'}, MAP, TWO_SPACES)),
    'unigram-bytes': kind('unigram', normalizer=sequence('normalizers', {'type': 'Nmt'}, {'type': 'NFKC'}), pre=metaspace('first', False), unk_id=2, byte_fallback=True,
                          tokens=added(0, '<pad>', '</s>', '<unk>')),
    'bert-uncased': kind('word-piece', normalizer=bert(True), pre={'type': 'BertPreTokenizer'}, post=template([('[CLS]', 2)], [('[SEP]', 3)]),
                         tokens=added(0, '[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'), unk_token='[UNK]', continuing_subword_prefix='##', max_input_chars_per_word=100),
    'bert-cased': kind('word-piece', normalizer=bert(False), pre={'type': 'BertPreTokenizer'}, post={'type': 'BertProcessing', 'sep': ['[SEP]', 3], 'cls': ['[CLS]', 2]},
                       tokens=added(0, '[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'), unk_token='[UNK]', continuing_subword_prefix='##', max_input_chars_per_word=20),
}


def training_texts() -> list[str]:
    with lzma.open(SHARED / 'training/valid.jsonl.xz', 'rt', encoding='utf8') as lines:
        english = [json.loads(line)['text'] for line in itertools.islice(lines, 800)]
    return [*english, *SENTENCES * 40]


def trained_vocabularies() -> dict:
    corpus = training_texts()

    def trained(model, trainer, pre, normalizer=None) -> dict:
        tokenizer = Tokenizer(model)
        tokenizer.pre_tokenizer = pre
        if normalizer is not None:
            tokenizer.normalizer = normalizer
        tokenizer.train_from_iterator(corpus, trainer)
        return json.loads(tokenizer.to_str())['model']

    bytes_model = trained(models.BPE(), trainers.BpeTrainer(vocab_size=SIZE, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False),
                          pre_tokenizers.ByteLevel(add_prefix_space=False))
    fallback = ['<unk>', '<s>', '</s>', *(f'<0x{byte:02X}>' for byte in range(256))]
    pieces = trained(models.BPE(), trainers.BpeTrainer(vocab_size=SIZE, special_tokens=fallback, limit_alphabet=600, show_progress=False), pre_tokenizers.Metaspace())
    unigram_specials = ['<pad>', '</s>', '<unk>', *(f'<0x{byte:02X}>' for byte in range(256))]
    unigram = trained(models.Unigram(), trainers.UnigramTrainer(vocab_size=SIZE, special_tokens=unigram_specials, unk_token='<unk>', show_progress=False), pre_tokenizers.Metaspace(),
                      normalizers.NFKC())
    # Rounded: the scores take most of the room.
    unigram_vocabulary = [[word, round(score, 4)] for word, score in unigram['vocab']]
    words = trained(models.WordPiece(unk_token='[UNK]'), trainers.WordPieceTrainer(vocab_size=SIZE, special_tokens=['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'], show_progress=False),
                    pre_tokenizers.BertPreTokenizer(), normalizers.BertNormalizer(lowercase=True))
    return {
        'byte-level': {'type': 'BPE', 'vocab': bytes_model['vocab'], 'merges': bytes_model['merges']},
        'metaspace': {'type': 'BPE', 'vocab': pieces['vocab'], 'merges': pieces['merges']},
        'unigram': {'type': 'Unigram', 'vocab': unigram_vocabulary},
        'word-piece': {'type': 'WordPiece', 'vocab': words['vocab']},
    }


def character_rules() -> str:
    """A part of SentencePiece's rules nmt_nfkc, the whole of which would take 170 kB: marks composed, compatibility characters, spaces, controls."""
    codes = [*range(0xA0, 0x250), *range(0x1E00, 0x1F00), *range(0x2000, 0x2200), *range(0x2460, 0x2500), *range(0x3300, 0x3400), *range(0xF900, 0xFA10),
             *range(0xFB00, 0xFB10), 0xFDFA, *range(0xFF01, 0xFFA0), *range(0x1D400, 0x1D440)]
    rules = {}
    for code in codes:
        text = unicodedata.normalize('NFKC', chr(code))
        if text != chr(code):
            rules[chr(code)] = text
        decomposed = unicodedata.normalize('NFD', chr(code))
        if decomposed != chr(code):
            rules[decomposed] = text
    rules |= {base + mark: unicodedata.normalize('NFC', base + mark) for base in 'かきくハヒ' for mark in '\u3099\u309a' if len(unicodedata.normalize('NFC', base + mark)) == 1}
    rules |= {chr(code): ' ' for code in (0x9, 0xA, 0xC, 0xD, 0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD)}
    rules |= {chr(code): '' for code in (*range(1, 9), 0xB, *range(0xE, 0x20), 0x7F, 0x8F, 0x9F)}
    spelled = lambda text: ' '.join(f'{ord(character):X}' for character in text)
    return ''.join(f'{spelled(source)}\t{spelled(target)}\n' for source, target in sorted(rules.items()) if source != target)


def character_map() -> str:
    """The rules compiled by SentencePiece. Measured beside it, with the whole of nmt_nfkc: all generated texts equal."""
    model = io.BytesIO()
    with tempfile.NamedTemporaryFile('w', suffix='.tsv', encoding='utf8') as rules:
        rules.write(character_rules())
        rules.flush()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(SENTENCES), model_writer=model, vocab_size=600, hard_vocab_limit=False, normalization_rule_tsv=rules.name)
    proto = sentencepiece_model.ModelProto()
    proto.ParseFromString(model.getvalue())
    return base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()


def assembled(given: dict, vocabularies: dict, charsmap: str) -> dict:
    def with_map(step):
        if isinstance(step, list):
            return [with_map(each) for each in step]
        if isinstance(step, dict):
            return {key: charsmap if key == 'precompiled_charsmap' else with_map(value) for key, value in step.items()}
        return step

    rest = {key: value for key, value in given.items() if key not in ('vocabulary', 'model')}
    model = {**vocabularies[given['vocabulary']], **given['model']}
    # The library gives a token that is in the vocabulary the id it has there.
    ids = model['vocab'] if isinstance(model['vocab'], dict) else {word: number for number, (word, _) in enumerate(model['vocab'])}
    following = itertools.count(len(ids))
    for token in rest['added_tokens']:
        token['id'] = ids[token['content']] if token['content'] in ids else next(following)
    return {'version': '1.0', **with_map(rest), 'decoder': None, 'model': model}


def real_texts() -> list[str]:
    files = [*sorted((SHARED / 'data/model-answers').glob('*.jsonl.gz')), *sorted((SHARED / 'data').glob('*.jsonl.gz'))]
    texts = []
    for path in files:
        with gzip.open(path, 'rt', encoding='utf8', newline='\n') as lines:
            rows = [line for line in lines.read().split('\n') if line.strip()]
        # Up to 70 of each, cut after 250 characters.
        texts += [json.loads(row)['text'][:250] for row in rows[:: max(1, len(rows) // 70)][:70]]
    return texts[:1600]


def cut(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[int], list[int]]:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if ord(character) > 0xFFFF else 1))
    return encoding.ids, [units[start] for start, _ in encoding.offsets], [units[end] for _, end in encoding.offsets]


def write_gz(path: Path, value: object) -> None:
    path.write_bytes(gzip.compress(json.dumps(value, ensure_ascii=False, separators=(',', ':')).encode(), 9, mtime=0))


def opened(given: dict, vocabularies: dict, charsmap: str) -> Tokenizer:
    tokenizer = Tokenizer.from_str(json.dumps(assembled(given, vocabularies, charsmap)))
    # Offsets of the whole token, the space before a word included.
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def main() -> None:
    path = HERE / 'vocabularies.json.gz'
    if '--train' in sys.argv or not path.exists():
        write_gz(path, {**trained_vocabularies(), 'map': character_map()})
    vocabularies = json.loads(gzip.decompress(path.read_bytes()))
    charsmap = vocabularies.pop('map')
    generated = generated_texts()
    texts = [*generated, *real_texts()]
    shown = [text for text in generated if 0 < len(text) <= 60][:40:4]
    digests = bytearray()
    expected = {}
    for name, given in KINDS.items():
        tokenizer = opened(given, vocabularies, charsmap)
        for text in texts:
            line = '|'.join(','.join(map(str, numbers)) for numbers in cut(tokenizer, text))
            digests += hashlib.sha256(line.encode()).digest()[:2]
        expected[name] = [cut(tokenizer, text) for text in shown]
    write_gz(HERE / 'texts.json.gz', generated)
    (HERE / 'digests.bin').write_bytes(digests)
    write = lambda name, value: (HERE / name).write_text(json.dumps(value, ensure_ascii=False) + '\n')
    write('kinds.json', {'tokenizers': tokenizers.__version__, 'texts': len(texts), 'sha256': hashlib.sha256(digests).hexdigest(), 'kinds': KINDS})
    write_gz(HERE / 'expected.json.gz', {'texts': shown, 'of': expected})
    print(len(texts), 'texts,', len(KINDS), 'kinds')


if __name__ == '__main__':
    main()
