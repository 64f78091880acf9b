"""Peers that read with the lens of gpt2.py, for bench/encode/gpt2.ts. Prints one JSON object.

torch:         stops at the hook; fused attention and GELU; texts of like length together, no mask (padding is on the right, attention looks back);
               only sparse token activations and each document's maxima are kept. Of several batch sizes the fastest on a sample of these texts.
saelens:       SAELens' documented path: HookedTransformer.run_with_cache, then SAE.encode, eight texts at a time.
interp_embed:  Dataset over LocalSAE of a clone, as they are, eight documents at a time; only its loading is ours: from files, not the hub.

    python gpt2-peers.py torch|saelens|interp_embed LENS texts.jsonl [--threads 2] [--clone FOLDER of interp_embed] [--batch TOKENS]
"""

import json
import math
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import torch
import torch.nn.functional as F

BATCHES = (512, 1024, 2048, 4096)
BLOCKS, HEADS, CONTEXT = 8, 12, 1024


class TunedReader:
    def __init__(self, lens):
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(lens / 'reader' / 'tokenizer.json'))
        self.bos = self.tokenizer.token_to_id('<|endoftext|>')
        self.reader = {name.removeprefix('transformer.'): each for name, each in load_file(lens / 'model' / 'model.safetensors').items()}
        self.sae = load_file(lens / 'sae' / 'sae_weights.safetensors')
        # (x - b) W = x W - b W
        self.shift = -(self.sae['b_dec'] @ self.sae['W_enc'])

    def residual(self, ids):
        """After eight blocks, [rows, length, width]."""
        w = self.reader
        x = w['wte.weight'][ids] + w['wpe.weight'][:ids.shape[1]]
        rows, length, width = x.shape
        for layer in range(BLOCKS):
            linear = lambda y, name: torch.addmm(w[f'h.{layer}.{name}.bias'], y.reshape(rows * length, -1), w[f'h.{layer}.{name}.weight'])
            norm = lambda y, name: F.layer_norm(y, (width,), w[f'h.{layer}.{name}.weight'], w[f'h.{layer}.{name}.bias'])
            heads = linear(norm(x, 'ln_1'), 'attn.c_attn').view(rows, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
            mixed = F.scaled_dot_product_attention(*heads, is_causal=True)
            x = x + linear(mixed.transpose(1, 2), 'attn.c_proj').view_as(x)
            x = x + linear(F.gelu(linear(norm(x, 'ln_2'), 'mlp.c_fc'), approximate='tanh'), 'mlp.c_proj').view_as(x)
        return x

    def read(self, texts, batch):
        """Tokens read and non-zeros; keeps what an encoding keeps."""
        windows = []
        for document, text in enumerate(texts):
            ids = self.tokenizer.encode(text, add_special_tokens=False).ids
            windows += [(document, ids[start:start + CONTEXT - 1]) for start in range(0, len(ids), CONTEXT - 1)]
        windows.sort(key=lambda each: len(each[1]))
        kept, maxima = [], []
        tokens = nonzeros = 0
        while windows:
            length = len(windows[-1][1]) + 1
            taken = [windows.pop() for _ in range(min(len(windows), max(1, batch // length)))]
            ids = torch.full((len(taken), length), self.bos)
            for row, (_, each) in enumerate(taken):
                ids[row, 1:len(each) + 1] = torch.tensor(each)
            lengths = torch.tensor([len(each) for _, each in taken])
            real = (torch.arange(length) > 0) & (torch.arange(length) <= lengths[:, None])
            x = self.residual(ids)[real]
            products = torch.addmm(self.shift, x, self.sae['W_enc'])
            token, latent = (products > self.sae['threshold']).nonzero(as_tuple=True)
            value = products[token, latent]
            kept.append((token.int(), latent.int(), value))
            row = torch.arange(len(taken)).repeat_interleave(lengths)[token]
            pooled = torch.zeros(len(taken) * products.shape[1]).scatter_reduce_(0, row * products.shape[1] + latent, value, 'amax')
            place = pooled.nonzero().squeeze(1)
            maxima.append((place, pooled[place]))
            tokens += len(x)
            nonzeros += len(value)
        return tokens, nonzeros


@torch.inference_mode()
def tuned(args, texts):
    start = time.perf_counter()
    reader = TunedReader(args.lens)
    opening = time.perf_counter() - start
    batch = args.batch
    if batch is None:
        sample = texts[:: max(1, math.ceil(len(texts) / 24))]
        reader.read(sample[:4], 512)
        timings = {}
        for each in BATCHES:
            start = time.perf_counter()
            tokens, _ = reader.read(sample, each)
            timings[each] = tokens / (time.perf_counter() - start)
        batch = max(timings, key=timings.get)
    start = time.perf_counter()
    tokens, nonzeros = reader.read(texts, batch)
    return {'tokens': tokens, 'nonzeros': nonzeros, 'seconds': time.perf_counter() - start, 'opening': opening, 'batch': batch, 'peer': f'torch {torch.__version__}'}


def load_hooked(lens):
    """TransformerLens' own loading, with the configuration from files too."""
    from transformer_lens import HookedTransformer, loading_from_pretrained
    from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel

    folder = str(lens / 'model')
    with mock.patch.object(loading_from_pretrained.AutoConfig, 'from_pretrained', lambda *_args, **_kwargs: GPT2Config.from_pretrained(folder)):
        model = GPT2LMHeadModel.from_pretrained(folder)
        return HookedTransformer.from_pretrained('gpt2', hf_model=model, tokenizer=AutoTokenizer.from_pretrained(folder), device='cpu')


@torch.no_grad()
def saelens(args, texts):
    from sae_lens import SAE
    from scipy.sparse import csr_matrix

    start = time.perf_counter()
    sae = SAE.load_from_disk(str(args.lens / 'sae'), device='cpu').eval()
    model = load_hooked(args.lens)
    opening = time.perf_counter() - start
    hook = sae.cfg.metadata.hook_name
    kept, tokens, nonzeros = [], 0, 0
    start = time.perf_counter()
    for first in range(0, len(texts), 8):
        some = texts[first:first + 8]
        ids = model.to_tokens(some, prepend_bos=True, padding_side='right')
        lengths = [len(model.tokenizer.encode(each, truncation=True, max_length=CONTEXT - 1)) for each in some]
        _, cache = model.run_with_cache(ids, prepend_bos=True)
        activations = sae.encode(cache[hook])
        for row, length in enumerate(lengths):
            csr = csr_matrix(activations[row, 1:length + 1].numpy())
            kept.append((csr, csr_matrix(csr.max(axis=0))))
            tokens += length
            nonzeros += csr.nnz
    names = ['sae-lens', 'transformer-lens']
    return {'tokens': tokens, 'nonzeros': nonzeros, 'seconds': time.perf_counter() - start, 'opening': opening, 'peer': ', '.join(f'{name} {version(name)}' for name in names)}


def interp_embed(args, texts):
    sys.path.insert(0, str(args.clone))
    # Clients of services, imported with the rest and not used to read.
    for name in ('openai', 'dotenv', 'aiohttp'):
        sys.modules[name] = mock.MagicMock()
    from interp_embed import Dataset
    from interp_embed.sae.local_sae import LocalSAE
    from sae_lens import SAE

    class FromFiles(LocalSAE):
        def load_models(self):
            self.sae = SAE.load_from_disk(str(args.lens / 'sae'), device=self.sae_device)
            self.model = load_hooked(args.lens)
            self.tokenizer = self.model.tokenizer

    start = time.perf_counter()
    sae = FromFiles(device='cpu')
    sae.load()
    opening = time.perf_counter() - start
    start = time.perf_counter()
    rows = [row for row in Dataset([{'text': text} for text in texts], sae=sae, field='text').rows if row is not None]
    seconds = time.perf_counter() - start
    commit = subprocess.run(['git', '-C', str(args.clone), 'rev-parse', '--short', 'HEAD'], capture_output=True, text=True).stdout.strip()
    failed = len(texts) - len(rows)
    return {
        'tokens': sum(row.n_tokens for row in rows), 'nonzeros': int(sum(row.activations.nnz for row in rows)), 'seconds': seconds, 'opening': opening,
        'peer': f'interp_embed {commit}' + (f', {failed} documents failed' if failed else ''),
    }


def main():
    parser = ArgumentParser()
    parser.add_argument('mode', choices=['torch', 'saelens', 'interp_embed'])
    parser.add_argument('lens', type=Path)
    parser.add_argument('texts', type=Path)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--clone', type=Path)
    parser.add_argument('--batch', type=int)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    texts = [json.loads(line)['text'] for line in args.texts.read_text(encoding='utf8').split('\n') if line]
    start = time.process_time()
    measured = {'torch': tuned, 'saelens': saelens, 'interp_embed': interp_embed}[args.mode](args, texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # The last line: the libraries print as well.
    print(json.dumps({**measured, 'processor': time.process_time() - start, 'peakMegabytes': peak}))


if __name__ == '__main__':
    main()
