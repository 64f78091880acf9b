"""Two lenses that know nothing, to stand beside a real one.

    python make_lenses.py [--lens resources/lenses/etalon-small] [--out /tmp/evaluation/lenses] [--text ../shared/training]

`random-sae`: the lens's own reader, with an SAE of random directions. `random-reader`: the same on a reader of the same architecture whose
weights were never trained (normal, standard deviation 0.02, as transformers initialises it; gains 1).

The random SAE: encoder columns and decoder rows are the same Gaussian directions of unit length; b_dec is the mean residual of the sample, b_enc 0;
the JumpReLU threshold of each latent is the quantile of its pre-activation that makes it fire as often on the sample as the real lens's
latent of the same number, so both have the same L0. Presence thresholds and labels are made afterwards by training/describe_latents.py, as the real ones
were.
"""

import json
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'training'))
from documents import read_documents  # noqa: E402
from reference_activations import Lens, encode_batch, load_lens, batches  # noqa: E402

SAMPLE_TOKENS = 120_000
SEED = 20251


def random_weights(path: Path, generator: np.random.Generator) -> None:
    """Overwrites every weight of a reader's ONNX graph: matrices normal(0, 0.02), in steps of 1/32 deviation where it is in bytes; gains 1; other constants stay."""
    model = onnx.load(str(path))
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if tensor.name.endswith('.scale'):
            fresh = np.full(values.shape, 0.02 / 32)
        elif tensor.name.endswith('.weight'):
            deviation = 32 if values.dtype == np.int8 else 0.02
            fresh = generator.normal(0, deviation, values.shape) if values.ndim == 2 else np.ones(values.shape)
            fresh = fresh.round().clip(-127, 127) if values.dtype == np.int8 else fresh
        else:
            continue
        tensor.CopyFrom(onnx.numpy_helper.from_array(fresh.astype(values.dtype), tensor.name))
    onnx.save(model, str(path))


@torch.no_grad()
def residuals(lens: Lens, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Residual vectors [tokens, width] of the first SAMPLE_TOKENS tokens, BOS left out, and the share of them on which each latent of the lens fires."""
    kept, fired, tokens = [], torch.zeros(lens.latents), 0
    for start in range(0, len(texts), 32):
        for _, ids, mask in batches(lens, texts[start:start + 32]):
            residual, activations = encode_batch(lens, ids, mask)
            real = mask.bool().clone()
            real[:, 0] = False
            kept.append(residual[real])
            fired += (activations[real] > 0).sum(0)
            tokens += int(real.sum())
        if tokens >= SAMPLE_TOKENS:
            break
    return torch.cat(kept), fired / tokens


def thresholds_for(rates: torch.Tensor, centred: torch.Tensor, directions: torch.Tensor) -> torch.Tensor:
    """[latents]: above it latent j fires on a share rates[j] of the rows, at least on one."""
    cuts = torch.empty(len(rates))
    rows = len(centred)
    for start in range(0, len(rates), 128):
        ordered = (centred @ directions[:, start:start + 128]).sort(0, descending=True).values
        places = (rates[start:start + 128] * rows).round().long().clamp(1, rows - 1)
        cuts[start:start + 128] = ordered.gather(0, places[None])[0]
    return cuts.clamp(min=1e-6)


def write_lens(base: Path, folder: Path, name: str, title: str, texts: list[str], rates: torch.Tensor, generator: np.random.Generator) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(base, folder, ignore=shutil.ignore_patterns('labels.jsonl', 'thresholds.safetensors', 'README.md'))
    if name == 'random-reader':
        random_weights(folder / 'reader/model.onnx', generator)
    lens = load_lens(folder)
    residual, _ = residuals(lens, texts)
    mean = residual.mean(0)
    directions = torch.from_numpy(generator.normal(size=lens.sae['W_enc'].shape).astype(np.float32))
    directions = (directions / directions.norm(dim=0)).half().float()
    cuts = thresholds_for(rates, residual - mean, directions)
    save_file({'W_enc': directions.half().contiguous(), 'b_enc': torch.zeros(lens.latents), 'W_dec': directions.T.half().contiguous(), 'b_dec': mean,
               'threshold': cuts}, str(folder / 'sae/sae_weights.safetensors'))
    manifest = json.loads((folder / 'lens.json').read_text())
    manifest |= {'name': name, 'title': title, 'description': 'Made of chance, to stand beside a real lens.'}
    (folder / 'lens.json').write_text(json.dumps(manifest, indent=2) + '\n')
    found, rate = residuals(load_lens(folder), texts)
    print(f'{name}: L0 {rate.sum():.2f} on {len(found)} tokens, wanted {rates.sum():.2f}', flush=True)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument('--lens', type=Path, default=ROOT / 'resources/lenses/etalon-small')
    parser.add_argument('--out', type=Path, default=Path('/tmp/evaluation/lenses'))
    parser.add_argument('--text', type=Path, default=ROOT / '../shared/training')
    args = parser.parse_args()
    torch.set_num_threads(1)
    texts = [document['text'] for document in read_documents(args.text, 'valid')]
    _, rates = residuals(load_lens(args.lens), texts)
    args.out.mkdir(parents=True, exist_ok=True)
    for at, (name, title) in enumerate((('random-sae', 'Random SAE, same reader'), ('random-reader', 'Random SAE, random reader'))):
        write_lens(args.lens, args.out / name, name, title, texts, rates, np.random.default_rng(SEED + at))
        subprocess.run([sys.executable, str(ROOT / 'training/describe_latents.py'), '--lens', str(args.out / name), '--text', str(args.text),
                        '--documents', '3000', '--threads', '1'], check=True)


if __name__ == '__main__':
    main()
