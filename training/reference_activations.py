"""What a lens of this recipe gives in PyTorch: token ids, residual stream at the hook and SAE activations of documents, to .npz.

Weights are read from the exported files (matrices rounded to 16 bits, the embedding perhaps to 8), arithmetic is 32-bit. The forward pass
below is written for itself: it shares no code with the training, so it checks the export. A document is cut into consecutive windows of
contextSize - 1 tokens, each read behind its own BOS; BOS positions are left out of everything returned.

    python reference_activations.py LENS documents.jsonl out.npz [--field text] [--limit N] [--no-residual]

out.npz: document_offsets [documents + 1] int64 into the tokens; token_ids [tokens] int32; residual [tokens, d_in] float32; the activations
as rows of a sparse matrix: row_offsets [tokens + 1] int64, latents [non-zeros] int32, values [non-zeros] float32.
"""

import json
import re
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

EMBEDDING = 'model.embed_tokens.weight'
EMBEDDING_SCALE = 'model.embed_tokens.scale'  # [words, 1], where the embedding is stored as int8


@dataclass(frozen=True)
class Lens:
    tokenizer: Tokenizer
    bos: int
    context_size: int  # tokens in a window, BOS included
    layer: int  # the residual is taken after this block, counted from 0
    heads: int
    epsilon: float
    theta: float
    reader: dict[str, torch.Tensor]  # matrices as [in, out], embedding [words, width], float32
    sae: dict[str, torch.Tensor]  # float32
    subtract_b_dec: bool

    @property
    def latents(self) -> int:
        return self.sae['W_enc'].shape[1]


def load_lens(folder: Path | str) -> Lens:
    """Reads lens.json, the reader's weights out of its ONNX graph, and the SAE."""
    folder = Path(folder)
    lens = json.loads((folder / 'lens.json').read_text())
    config = json.loads((folder / lens['reader']['config']).read_text())
    settings = json.loads((folder / lens['sae'] / 'cfg.json').read_text())
    if settings['architecture'] != 'jumprelu' or settings['normalize_activations'] != 'none':
        raise ValueError(f'{folder}: only jumprelu SAEs without normalisation are read here')
    graph = onnx.load(str(folder / lens['reader']['graph'])).graph
    reader = {tensor.name: torch.from_numpy(onnx.numpy_helper.to_array(tensor).astype(np.float32)) for tensor in graph.initializer}
    if EMBEDDING_SCALE in reader:
        reader[EMBEDDING] *= reader.pop(EMBEDDING_SCALE)
    sae = {name: tensor.float() for name, tensor in load_file(str(folder / lens['sae'] / 'sae_weights.safetensors')).items()}
    return Lens(
        tokenizer=Tokenizer.from_file(str(folder / lens['reader']['tokenizer'])), bos=config['bos_token_id'], context_size=lens['contextSize'],
        layer=int(re.fullmatch(r'blocks\.(\d+)\.hook_resid_post', lens['hook']).group(1)), heads=config['num_attention_heads'],
        epsilon=config['rms_norm_eps'], theta=config.get('rope_theta') or config['rope_parameters']['rope_theta'],
        reader=reader, sae=sae, subtract_b_dec=settings['apply_b_dec_to_input'])


def _norm(lens: Lens, x: torch.Tensor, name: str) -> torch.Tensor:
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + lens.epsilon) * lens.reader[f'{name}.weight']


def _rotate(x: torch.Tensor, angles: torch.Tensor) -> torch.Tensor:
    half = x.shape[-1] // 2
    cos, sin = angles.cos(), angles.sin()
    first, second = x[..., :half], x[..., half:]
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)


def _block(lens: Lens, x: torch.Tensor, layer: int, angles: torch.Tensor, allowed: torch.Tensor | None) -> torch.Tensor:
    weight = lambda name: lens.reader[f'model.layers.{layer}.{name}.weight']
    normed = _norm(lens, x, f'model.layers.{layer}.input_layernorm')
    split = lambda y: y.unflatten(-1, (lens.heads, -1)).transpose(1, 2)
    query, key, value = (split(normed @ weight(f'self_attn.{name}_proj')) for name in 'qkv')
    mixed = F.scaled_dot_product_attention(_rotate(query, angles), _rotate(key, angles), value, attn_mask=allowed, is_causal=allowed is None)
    x = x + mixed.transpose(1, 2).flatten(2) @ weight('self_attn.o_proj')
    normed = _norm(lens, x, f'model.layers.{layer}.post_attention_layernorm')
    return x + (F.silu(normed @ weight('mlp.gate_proj')) * (normed @ weight('mlp.up_proj'))) @ weight('mlp.down_proj')


def _run(lens: Lens, ids: torch.Tensor, mask: torch.Tensor | None, blocks: int) -> torch.Tensor:
    length = ids.shape[1]
    allowed = None
    if mask is not None and not bool(mask.all()):
        allowed = torch.ones(length, length, dtype=torch.bool).tril() & mask.bool()[:, None, None, :]
    x = lens.reader[EMBEDDING][ids]
    width = x.shape[-1] // lens.heads
    frequencies = lens.theta ** (-torch.arange(0, width, 2, dtype=torch.float32) / width)
    angles = torch.outer(torch.arange(length, dtype=torch.float32), frequencies)
    for layer in range(blocks):
        x = _block(lens, x, layer, angles, allowed)
    return x


@torch.no_grad()
def residual_at_hook(lens: Lens, ids: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
    """Residual stream [batch, length, width] at the hook; later blocks are not run. Rows begin with BOS; mask [batch, length], 0 = right padding."""
    return _run(lens, ids, mask, lens.layer + 1)


@torch.no_grad()
def encode_residual(lens: Lens, residual: torch.Tensor) -> torch.Tensor:
    """SAE activations [..., d_sae]: relu(pre) where pre > threshold, else 0."""
    inputs = residual - lens.sae['b_dec'] if lens.subtract_b_dec else residual
    pre = inputs @ lens.sae['W_enc'] + lens.sae['b_enc']
    return torch.relu(pre) * (pre > lens.sae['threshold'])


@torch.no_grad()
def decode(lens: Lens, activations: torch.Tensor) -> torch.Tensor:
    return activations @ lens.sae['W_dec'] + lens.sae['b_dec']


def encode_batch(lens: Lens, ids: torch.Tensor, mask: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """Residual [batch, length, d_in] and activations [batch, length, d_sae] of rows that begin with BOS; BOS and padding are the caller's to drop."""
    residual = residual_at_hook(lens, ids, mask)
    return residual, encode_residual(lens, residual)


def windows(lens: Lens, text: str) -> list[list[int]]:
    """Token ids of the document's windows, without BOS; at most contextSize - 1 each."""
    ids = lens.tokenizer.encode(text, add_special_tokens=False).ids
    size = lens.context_size - 1
    return [ids[start:start + size] for start in range(0, len(ids), size)]


def batches(lens: Lens, texts: list[str], tokens: int = 4096):
    """Windows of like length together: yields (places [(document, window)], ids [batch, length], mask), BOS first, at most so many positions."""
    pieces = [(document, number, ids) for document, text in enumerate(texts) for number, ids in enumerate(windows(lens, text))]
    pieces.sort(key=lambda piece: len(piece[2]))
    while pieces:
        length = len(pieces[-1][2]) + 1
        taken = [pieces.pop() for _ in range(min(len(pieces), max(1, tokens // length)))]
        ids = torch.full((len(taken), length), lens.bos, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, (_, _, piece) in enumerate(taken):
            ids[row, 1:len(piece) + 1] = torch.tensor(piece)
            mask[row, :len(piece) + 1] = 1
        yield [(document, number) for document, number, _ in taken], ids, mask


def encode_documents(lens: Lens, texts: list[str], with_residual: bool = True) -> dict[str, np.ndarray]:
    """The arrays of out.npz for these documents."""
    parts: dict[tuple[int, int], tuple] = {}
    for places, ids, mask in batches(lens, texts):
        residual, activations = encode_batch(lens, ids, mask)
        for row, place in enumerate(places):
            end = int(mask[row].sum())
            kept = activations[row, 1:end]
            where = kept.nonzero()
            parts[place] = (ids[row, 1:end].int().numpy(), np.bincount(where[:, 0].numpy(), minlength=end - 1), where[:, 1].int().numpy(),
                            kept[kept != 0].numpy(), residual[row, 1:end].numpy().copy() if with_residual else None)
    order = sorted(parts)
    lengths = np.zeros(len(texts), dtype=np.int64)
    for document, number in order:
        lengths[document] += len(parts[document, number][0])
    joined = lambda index, dtype, shape=(0,): np.concatenate([np.empty(shape, dtype), *(parts[place][index] for place in order)]).astype(dtype)
    arrays = {'document_offsets': np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), 'token_ids': joined(0, np.int32),
              'row_offsets': np.concatenate([[0], np.cumsum(joined(1, np.int64))]).astype(np.int64), 'latents': joined(2, np.int32), 'values': joined(3, np.float32)}
    if with_residual:
        arrays['residual'] = joined(4, np.float32, (0, lens.sae['W_enc'].shape[0]))
    return arrays


def main() -> None:
    parser = ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('lens', type=Path)
    parser.add_argument('documents', type=Path, help='JSONL')
    parser.add_argument('out', type=Path)
    parser.add_argument('--field', default='text')
    parser.add_argument('--limit', type=int)
    parser.add_argument('--no-residual', action='store_true')
    args = parser.parse_args()
    with open(args.documents, encoding='utf8', newline='\n') as lines:
        texts = [json.loads(line)[args.field] for line in lines if line.strip()][:args.limit]
    arrays = encode_documents(load_lens(args.lens), texts, not args.no_residual)
    np.savez(args.out, **arrays)
    print(f"{len(texts)} documents, {len(arrays['token_ids'])} tokens, {len(arrays['values'])} non-zero activations")


if __name__ == '__main__':
    main()
