"""Byte-level BPE of 12,288 words -> work/tokenizer/{tokenizer.json,tokenizer_config.json}, then the packed rows of tokens."""

import json
from pathlib import Path

import numpy as np
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from documents import options, read_documents

END_OF_TEXT = '<|endoftext|>'
BOS = 0
CONTEXT = 512
# GPT-2's words, with digits in groups of at most three, typographic apostrophes, and a run of line breaks as one word.
WORDS = r"['’](?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s*[\r\n]+|\s+(?!\S)|\s+"


def new_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(WORDS), behavior='isolated'),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def pack(stream: np.ndarray) -> np.ndarray:
    """Rows of CONTEXT + 1 tokens, every row and every document in it starting with BOS; the last token of a row is a target only."""
    rows, position = [], 0
    while position + CONTEXT + 1 <= len(stream):
        if stream[position] == BOS:
            rows.append(stream[position:position + CONTEXT + 1])
            position += CONTEXT
        else:
            rows.append(np.concatenate([np.array([BOS], dtype=np.uint16), stream[position:position + CONTEXT]]))
            position += CONTEXT - 1
    return np.stack(rows)


def tokens_of(work: Path, documents: list[str]) -> np.ndarray:
    """All documents as one stream of tokens (uint16), each behind BOS. Literal "<|endoftext|>" in a document stays text."""
    tokenizer = Tokenizer.from_file(str(work / 'tokenizer' / 'tokenizer.json'))
    parts = []
    for start in range(0, len(documents), 4096):
        batch = [text.replace(END_OF_TEXT, '<| endoftext |>') for text in documents[start:start + 4096]]
        for encoded in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            parts.append(np.array([BOS, *encoded.ids], dtype=np.uint16))
    return np.concatenate(parts)


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--words', type=int, default=12288)
    parser.add_argument('--sample-megabytes', type=int, default=60, help='text the merges are learned from')
    args = parser.parse_args()
    documents = [document['text'] for document in read_documents(args.text, 'train')]
    folder = args.work / 'tokenizer'
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / 'tokenizer.json').exists():
        sample, size = [], 0
        for text in documents:
            if size > args.sample_megabytes * 1_000_000:
                break
            sample.append(text)
            size += len(text)
        tokenizer = new_tokenizer()
        tokenizer.train_from_iterator(sample, trainers.BpeTrainer(
            vocab_size=args.words, min_frequency=2, special_tokens=[AddedToken(END_OF_TEXT, special=True, normalized=False)],
            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
        assert tokenizer.token_to_id(END_OF_TEXT) == BOS
        # Compact: tokenizers itself would write it indented, at about twice the size.
        (folder / 'tokenizer.json').write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(',', ':')), encoding='utf8')
        (folder / 'tokenizer_config.json').write_text(json.dumps({
            'tokenizer_class': 'PreTrainedTokenizerFast', 'bos_token': END_OF_TEXT, 'eos_token': END_OF_TEXT, 'unk_token': None,
            'add_bos_token': False, 'add_prefix_space': False, 'clean_up_tokenization_spaces': False, 'model_max_length': CONTEXT,
            'added_tokens_decoder': {str(BOS): {'content': END_OF_TEXT, 'lstrip': False, 'normalized': False, 'rstrip': False,
                                                'single_word': False, 'special': True}}}, indent=2) + '\n', encoding='utf8')
    stream = tokens_of(args.work, documents)
    rows = pack(stream)
    # Documents are shuffled, rows are shuffled again so that the windows of one long document spread out.
    rows = rows[np.random.default_rng(0).permutation(len(rows))]
    np.save(args.work / 'rows.npy', rows)
    size = sum(len(text.encode()) for text in documents)
    print(f'{len(documents)} documents, {size} bytes, {len(stream)} tokens ({size / (len(stream) - len(documents)):.3f} bytes a token), {len(rows)} rows')


if __name__ == '__main__':
    main()
