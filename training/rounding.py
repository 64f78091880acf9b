"""The reader as it is shipped: rounded. The rounded weights are the weights, so everything after the reader's training reads with them."""

import hashlib
from pathlib import Path

import torch

from reader import Reader

EMBEDDING = 'model.embed_tokens.weight'


def byte_rows(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """[rows, width] as int8 -127..127 [rows, width] and one float16 scale a row [rows, 1], max|row| / 127. A row is their product in 32 bits."""
    scale = (matrix.abs().amax(1, keepdim=True) / 127).half()
    # Below float16's smallest number a row is nothing but zeros.
    steps = matrix / scale.float().where(scale > 0, 1)
    return (steps.round().clamp(-127, 127) * (scale > 0)).to(torch.int8), scale


def trained_weights(work: Path, name: str = 'reader') -> dict[str, torch.Tensor]:
    """The reader's parameters out of work/NAME.pt as trained, without the head that only training needs."""
    state = torch.load(work / f'{name}.pt', weights_only=True, map_location='cpu')['run']
    return {key.removeprefix('reader.'): value.float() for key, value in state.items() if key.startswith('reader.')}


def rounded_reader(work: Path, name: str = 'reader') -> Reader:
    """The trained reader: the embedding's rows in int8, the blocks' matrices in float16, norms as they are; here all as 32-bit values."""
    reader = Reader().eval().requires_grad_(False)
    rounded = {}
    for key, value in trained_weights(work, name).items():
        if key == EMBEDDING:
            steps, scale = byte_rows(value)
            rounded[key] = steps.float() * scale.float()
        else:
            rounded[key] = value.half().float() if value.ndim == 2 else value
    reader.load_state_dict(rounded)
    return reader


def reader_hash(reader: Reader) -> str:
    """16 hexadecimal digits of the SHA-256 of all parameters, by name."""
    digest = hashlib.sha256()
    for key, value in sorted(reader.state_dict().items()):
        digest.update(key.encode())
        digest.update(value.cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]


def rounded_sae(saved: dict) -> dict[str, torch.Tensor]:
    """The SAE as it is shipped, in 32-bit values; `saved` is a checkpoint of train_sae.py.

    The scale s of its inputs is folded in: W_enc * s [width, latents], W_dec / s [latents, width], b_dec / s; b_enc, the threshold [latents] and so
    the activations stay. Matrices are rounded to float16.
    """
    p, scale = saved['sae']['parameters'], saved['sae']['scale']
    return {'W_enc': (p['encoder'].T * scale).half().float().contiguous(), 'b_enc': p['b_enc'].float(), 'W_dec': (p['decoder'] / scale).half().float(),
            'b_dec': (p['b_dec'] / scale).float(), 'threshold': torch.full((len(p['b_enc']),), float(saved['sae']['threshold']))}


def activations_of(sae: dict[str, torch.Tensor], stream: torch.Tensor) -> torch.Tensor:
    """JumpReLU: pre-activations [..., latents] of residual vectors [..., width] where they are above the latent's threshold, else 0."""
    before = (stream - sae['b_dec']) @ sae['W_enc'] + sae['b_enc']
    return before.mul_(before > sae['threshold'])
