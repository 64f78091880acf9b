"""The reader: a Llama decoder whose parameter names are those of transformers' LlamaForCausalLM."""

import torch
import torch.nn.functional as F
from torch import nn

CONFIG = {
    'architectures': ['LlamaForCausalLM'], 'model_type': 'llama', 'vocab_size': 12288, 'hidden_size': 256, 'intermediate_size': 704,
    'num_hidden_layers': 6, 'num_attention_heads': 4, 'num_key_value_heads': 4, 'head_dim': 64, 'hidden_act': 'silu', 'rms_norm_eps': 1e-5,
    'rope_theta': 10000.0, 'max_position_embeddings': 512, 'attention_bias': False, 'mlp_bias': False, 'tie_word_embeddings': True,
    'bos_token_id': 0, 'eos_token_id': 0, 'pad_token_id': None, 'use_cache': False, 'attention_dropout': 0.0, 'initializer_range': 0.02,
    'torch_dtype': 'float32',
}


def rotary(length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """cos and sin [length, head_dim], halves repeated as Llama does."""
    width = CONFIG['head_dim']
    inverse = CONFIG['rope_theta'] ** (-torch.arange(0, width, 2, dtype=torch.float32) / width)
    angles = torch.outer(torch.arange(length, dtype=torch.float32), inverse).repeat(1, 2)
    return angles.cos(), angles.sin()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    first, second = x.chunk(2, dim=-1)
    return x * cos.to(x.dtype) + torch.cat([-second, first], dim=-1) * sin.to(x.dtype)


def unit_mean_square(x: torch.Tensor) -> torch.Tensor:
    """x / sqrt(mean x²) over the last axis, in 32 bits."""
    x = x.float()
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + CONFIG['rms_norm_eps'])


class RMSNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(CONFIG['hidden_size']))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return unit_mean_square(x) * self.weight


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        width = CONFIG['hidden_size']
        for name in ('q_proj', 'k_proj', 'v_proj', 'o_proj'):
            setattr(self, name, nn.Linear(width, width, bias=False))

    def forward(self, x, cos, sin, mask):
        heads = lambda y: y.unflatten(-1, (CONFIG['num_attention_heads'], CONFIG['head_dim'])).transpose(1, 2)
        query, key, value = heads(self.q_proj(x)), heads(self.k_proj(x)), heads(self.v_proj(x))
        mixed = F.scaled_dot_product_attention(rotate(query, cos, sin), rotate(key, cos, sin), value, attn_mask=mask, is_causal=mask is None)
        return self.o_proj(mixed.transpose(1, 2).flatten(2))


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        width, inner = CONFIG['hidden_size'], CONFIG['intermediate_size']
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.input_layernorm, self.self_attn = RMSNorm(), Attention()
        self.post_attention_layernorm, self.mlp = RMSNorm(), MLP()

    def forward(self, x, cos, sin, mask):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, mask)
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed_tokens = nn.Embedding(CONFIG['vocab_size'], CONFIG['hidden_size'])
        self.layers = nn.ModuleList(Block() for _ in range(CONFIG['num_hidden_layers']))
        self.norm = RMSNorm()


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = Decoder()
        cos, sin = rotary(CONFIG['max_position_embeddings'])
        self.register_buffer('cos', cos, persistent=False)
        self.register_buffer('sin', sin, persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                nn.init.normal_(parameter, std=0.02)
                if name.endswith(('o_proj.weight', 'down_proj.weight')):
                    nn.init.zeros_(parameter)

    def residuals(self, ids: torch.Tensor, blocks: int, segmented: bool = True) -> list[torch.Tensor]:
        """Residual stream [batch, length, width] after 0, 1 .. `blocks` blocks. Segmented: tokens see only back to the last BOS of their row."""
        length = ids.shape[1]
        mask = None
        if segmented:
            segment = (ids == CONFIG['bos_token_id']).cumsum(1)
            causal = torch.ones(length, length, dtype=torch.bool, device=ids.device).tril()
            mask = ((segment[:, :, None] == segment[:, None, :]) & causal)[:, None]
        stream = [self.model.embed_tokens(ids)]
        for layer in self.model.layers[:blocks]:
            stream.append(layer(stream[-1], self.cos[:length], self.sin[:length], mask))
        return stream

    def residual(self, ids: torch.Tensor, blocks: int, segmented: bool = True) -> torch.Tensor:
        return self.residuals(ids, blocks, segmented)[-1]

    def loss(self, last: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Mean cross-entropy in nats a token, from the residual stream after the last block."""
        logits = F.linear(self.model.norm(last), self.model.embed_tokens.weight)
        return F.cross_entropy(logits.flatten(0, 1).float(), targets.flatten())


class MeaningHead(nn.Module):
    """A linear map from the residual stream at a hook to the teacher's embedding of the current chunk; thrown away after training."""

    def __init__(self, dimensions: int):
        super().__init__()
        self.map = nn.Linear(CONFIG['hidden_size'], dimensions, bias=True)

    def forward(self, stream: torch.Tensor, chunks: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        """Weighted mean of 1 - cosine over the tokens of each chunk, a token's weight being the share of the chunk that it has seen.

        stream [batch, length, width]; chunks [batch, chunks, 2], first token and one past the last, both 0 where there is none;
        wanted [batch, chunks, dimensions], unit rows.
        """
        batch, count, _ = chunks.shape
        start, end = chunks[..., 0], chunks[..., 1]
        steps = torch.arange(CHUNK, device=stream.device)
        places = start[..., None] + steps
        weight = ((steps + 1) / (end - start).clamp(min=1)[..., None]) * (places < end[..., None])
        places = places.clamp(max=stream.shape[1] - 1)
        taken = stream.gather(1, places.flatten(1)[..., None].expand(-1, -1, stream.shape[2])).view(batch, count, CHUNK, -1)
        cosine = F.cosine_similarity(self.map(unit_mean_square(taken)).float(), wanted[:, :, None].float(), dim=-1)
        return ((1 - cosine) * weight).sum() / weight.sum().clamp(min=1)


# Longest chunk in tokens.
CHUNK = 64
