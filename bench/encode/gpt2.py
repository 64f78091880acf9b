"""Makes a lens of GPT-2 small's shape with random weights, for bench/encode/gpt2.ts: speed and memory do not depend on what weights say.

    python gpt2.py OUT texts.jsonl

OUT: lens.json with reader/ (12 blocks of 768, 50,257 words, context 1,024; ONNX with external data) and sae/ (SAELens' files; 24,576 latents on
what leaves block 7, which is what enters blocks.8: GPT-2 small's hook in interp_embed's default), and model/, the same reader for transformers.
The tokenizer is a byte-level BPE as GPT-2's, of as many words, learned from the texts. The threshold of each latent is a quantile of
its pre-activations on these texts, so that 60 latents of a token are active on average.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import ByteLevelBPETokenizer
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

WORDS, WIDTH, BLOCKS, HEADS, LATENTS, ACTIVE = 50_257, 768, 8, 12, 24_576, 60
SEED, SAMPLE = 20261121, 16_384
END = '<|endoftext|>'


class Outermost(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, use_cache=False)[0]


def learn_tokenizer(texts, out):
    """Real merges, filled up to GPT-2's number of words where the texts give fewer."""
    learned = ByteLevelBPETokenizer()
    learned.train_from_iterator(texts, vocab_size=WORDS, min_frequency=2, special_tokens=[END], show_progress=False)
    fast = PreTrainedTokenizerFast(tokenizer_object=learned._tokenizer, bos_token=END, eos_token=END, unk_token=END, model_max_length=1024)
    fast.save_pretrained(out)
    return fast


def export(model, out):
    ids = torch.randint(0, WORDS, (2, 7))
    dynamic = {0: torch.export.Dim('batch'), 1: torch.export.Dim('sequence')}
    names = ['input_ids', 'attention_mask']
    shapes = dict.fromkeys(names, dynamic)
    program = torch.onnx.export(Outermost(model).eval(), (ids, torch.ones_like(ids)), dynamo=True, input_names=names, dynamic_shapes=shapes, verbose=False)
    program.save(out / 'model.onnx', external_data=True)


@torch.no_grad()
def residuals(model, tokenizer, texts):
    """What leaves the last block read, of the first SAMPLE tokens: [SAMPLE, WIDTH]."""
    parts, count = [], 0
    for text in texts:
        ids = torch.tensor([[tokenizer.bos_token_id, *tokenizer.encode(text)[:1023]]])
        parts.append(model(ids, output_hidden_states=True).hidden_states[BLOCKS][0, 1:])
        count += len(parts[-1])
        if count >= SAMPLE:
            break
    return torch.cat(parts)[:SAMPLE]


def make_sae(x, out):
    generator = torch.Generator().manual_seed(SEED)
    directions = torch.randn(LATENTS, WIDTH, generator=generator)
    directions /= directions.norm(dim=1, keepdim=True)
    centre = x.mean(0)
    encoder = directions.T.contiguous()
    rank = max(1, round(len(x) * ACTIVE / LATENTS))
    threshold = torch.cat([((x - centre) @ part).topk(rank, dim=0).values[-1] for part in encoder.split(1024, dim=1)])
    tensors = {'W_enc': encoder, 'b_enc': torch.zeros(LATENTS), 'W_dec': directions, 'b_dec': centre, 'threshold': threshold.clamp(min=1e-3)}
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, out / 'sae_weights.safetensors')
    settings = {
        'architecture': 'jumprelu', 'd_in': WIDTH, 'd_sae': LATENTS, 'dtype': 'float32', 'device': 'cpu', 'apply_b_dec_to_input': True,
        'normalize_activations': 'none', 'reshape_activations': 'none',
        'metadata': {'sae_lens_version': version('sae-lens'), 'model_name': 'gpt2', 'hook_name': f'blocks.{BLOCKS}.hook_resid_pre', 'context_size': 1024, 'prepend_bos': True},
    }
    (out / 'cfg.json').write_text(json.dumps(settings))


def main():
    out = Path(sys.argv[1])
    texts = [json.loads(line)['text'] for line in Path(sys.argv[2]).read_text(encoding='utf8').split('\n') if line]
    reader, sae = out / 'reader', out / 'sae'
    for each in (reader, sae):
        each.mkdir(parents=True, exist_ok=True)
    tokenizer = learn_tokenizer(texts, reader)
    torch.manual_seed(SEED)
    end = tokenizer.bos_token_id
    config = GPT2Config(vocab_size=WORDS, bos_token_id=end, eos_token_id=end, n_embd=WIDTH, n_layer=12, n_head=HEADS, n_ctx=1024)
    model = GPT2LMHeadModel(config).eval()
    model.save_pretrained(out / 'model')
    tokenizer.save_pretrained(out / 'model')
    model.config.save_pretrained(reader)
    make_sae(residuals(model, tokenizer, texts), sae)
    export(model, reader)
    lens = {
        'format': 1, 'name': 'gpt2-shape', 'title': 'GPT-2 small shape', 'description': 'Random weights.',
        'reader': {'graph': 'reader/model.onnx', 'tokenizer': 'reader/tokenizer.json', 'tokenizerConfig': 'reader/tokenizer_config.json', 'config': 'reader/config.json'},
        'hook': f'blocks.{BLOCKS - 1}.hook_resid_post', 'sae': 'sae', 'contextSize': 1024, 'prependBos': True, 'license': 'CC0-1.0',
    }
    # Last: it says that all is there.
    (out / 'lens.json').write_text(json.dumps(lens, indent=2))


if __name__ == '__main__':
    main()
