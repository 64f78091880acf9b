"""Golden values for test/unit/sae: SAEs as the libraries that own the formats write them, and what those encode.

    python3 -m venv venv && venv/bin/pip install torch==2.15.0 sae-lens==6.54.12 eai-sparsify==1.3.3 dictionary-learning==0.1.0
    venv/bin/python test/golden/sae/make.py

Run from the repository root. Writes for each format a folder with one checkpoint or more, and activations.json: the input x [12, dIn], and
for each checkpoint what it is opened with (`settings`), the hook point and model it names, and what it encodes x to: for each row the
activations above 0 by latent.

Gemma Scope, Goodfire, qresearch and Qwen-Scope publish weights without a library: files are written as published, and read by SAELens'
loaders. OpenAI's and OpenMOSS' libraries are on no registry: their encoders are written out here after openai/sparse_autoencoder
(model.py) and OpenMOSS/Language-Model-SAEs (sae.py; for Llama Scope that of its release, commit 1e710367 of October 2024).
"""

import json
import math
import shutil
from pathlib import Path
from unittest import mock

import dictionary_learning
import numpy as np
import sae_lens
import torch
from dictionary_learning import dictionary, utils
from dictionary_learning.trainers.batch_top_k import BatchTopKSAE
from dictionary_learning.trainers.matryoshka_batch_top_k import MatryoshkaBatchTopKSAE
from dictionary_learning.trainers.top_k import AutoEncoderTopK
from importlib.metadata import version
from sae_lens import SAE
from sae_lens.loading import pretrained_sae_loaders as loaders
from safetensors.torch import save_file
from sparsify import SparseCoder, SparseCoderConfig

HERE = Path(__file__).parent
D_IN, D_SAE, TOKENS = 16, 32, 12
RESID = 'blocks.0.hook_resid_post'


def randomise(module: torch.nn.Module) -> None:
    """Draws all parameters; biases lie low, so that some latents are active and most are not."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.5)
            if name in ('b_enc', 'encoder.bias', 'b_gate', 'gate_bias'):
                parameter.sub_(1.5)


class Format:
    """A folder of checkpoints of one format, all of which are given the same input."""

    def __init__(self, name: str, versions: list[str], d_in: int = D_IN) -> None:
        self.folder = HERE / name
        shutil.rmtree(self.folder, ignore_errors=True)
        torch.manual_seed(0)
        # Sixty-fourths are the same in every float type and short in JSON.
        self.x = torch.round((torch.randn(TOKENS, d_in) * 2 + 0.5) * 64) / 64
        self.golden = {
            'versions': {each: version(each) for each in ['torch', *versions]},
            'x': self.x.tolist(),
            'checkpoints': {},
        }

    def path(self, name: str) -> Path:
        path = self.folder / name
        (path.parent if path.suffix in ('.pt', '.pth') else path).mkdir(parents=True, exist_ok=True)
        return path

    def add(self, name: str, acts: torch.Tensor, hook: str | None, model: str | None = None, settings: dict | None = None) -> None:
        dense = acts.detach().to_dense() if acts.is_sparse else acts.detach()
        rows = [{str(i): float(f'{v:.6g}') for i, v in enumerate(row) if v > 0} for row in dense.float().tolist()]
        active = sum(len(row) for row in rows) / dense.numel()
        assert 0.01 < active < 0.6, (name, active)
        self.golden['checkpoints'][name] = {'settings': settings or {}, 'hook': hook, 'model': model, 'activations': rows}

    def close(self) -> None:
        (self.folder / 'activations.json').write_text(json.dumps(self.golden, separators=(',', ':')) + '\n')


def sae_lens_cases() -> None:
    made = Format('sae-lens', ['sae-lens'], d_in=8)
    d_in, d_sae = 8, 16

    def make(kind: str, model: str | None = None, training: bool = False, **options):
        sae_class, config_class = (sae_lens.registry.get_sae_training_class if training else sae_lens.registry.get_sae_class)(kind)
        sae = sae_class(config_class(d_in=d_in, d_sae=d_sae, **options))
        randomise(sae)
        if kind == 'jumprelu':
            # Some below zero: a value must also be positive.
            sae.threshold.data = torch.randn(d_sae) * 0.5 + 0.3
        sae.cfg.metadata.hook_name = RESID
        if model is not None:
            sae.cfg.metadata.model_name = model
        return sae

    def save(name: str, sae, inference: bool = False) -> Path:
        path = made.path(name)
        (sae.save_inference_model if inference else sae.save_model)(path)
        for file in path.iterdir():
            if file.name not in ('cfg.json', 'sae_weights.safetensors'):
                file.unlink()
        return path

    def load(path: Path):
        return SAE.load_from_disk(path, dtype='float32')

    with torch.no_grad():
        for name, kind, options in [
            ('standard', 'standard', {}),
            ('standard-unshifted', 'standard', {'apply_b_dec_to_input': False}),
            ('standard-layer-norm', 'standard', {'normalize_activations': 'layer_norm'}),
            ('standard-length', 'standard', {'normalize_activations': 'constant_norm_rescale'}),
            ('jumprelu', 'jumprelu', {}),
            ('topk', 'topk', {'k': 5}),
            ('topk-rescaled', 'topk', {'k': 5, 'rescale_acts_by_decoder_norm': True}),
            ('gated', 'gated', {}),
            ('standard-bfloat16', 'standard', {'dtype': 'bfloat16'}),
        ]:
            made.add(name, load(save(name, make(kind, **options))).encode(made.x), RESID)

        for kind, options in [('batchtopk', {}), ('matryoshka_batchtopk', {'matryoshka_widths': [4, d_sae]})]:
            sae = make(kind, training=True, k=4, **options)
            sae.topk_threshold.fill_(0.4)
            made.add(f'{kind}-saved', load(save(f'{kind}-saved', sae, inference=True)).encode(made.x), RESID)

        # Scaled to the length of its training, once folded into the weights and once not.
        for name, folds in [('scaled-folded', True), ('scaled', False)]:
            sae = make('standard', normalize_activations='expected_average_only_in')
            if folds:
                sae.fold_activation_norm_scaling_factor(0.25)
            sae = load(save(name, sae))
            if not folds:
                sae.fold_activation_norm_scaling_factor(0.25)
            made.add(name, sae.encode(made.x), RESID, settings={} if folds else {'inputScale': 0.25})

        # Trained on a stream that TransformerLens had centred.
        sae = make('standard', model='gpt2-small')
        sae.cfg.metadata.model_from_pretrained_kwargs = {'center_writing_weights': True}
        sae = load(save('centred', sae))
        made.add('centred', sae.encode(made.x - made.x.mean(-1, keepdim=True)), RESID, 'gpt2-small')

        # Configs of versions 3 to 5, as in jbloom/GPT2-Small-SAEs-Reformatted and jbloom/GPT2-Small-OAI-v5-32k-resid-post-SAEs.
        old = {
            'd_in': d_in, 'd_sae': d_sae, 'dtype': 'torch.float32', 'device': 'cpu', 'model_name': 'gpt2-small', 'hook_point_layer': 4,
            'hook_point_head_index': None, 'prepend_bos': True, 'dataset_path': 'Skylion007/openwebtext', 'context_size': 128,
        }
        for name, kind, options, config in [
            ('version-3', 'standard', {}, {'hook_point': 'blocks.4.hook_resid_pre', 'normalize_activations': False}),
            ('version-5-topk', 'topk', {'k': 5, 'normalize_activations': 'layer_norm'}, {
                'architecture': 'standard', 'hook_name': 'blocks.4.hook_resid_post', 'activation_fn_str': 'topk',
                'activation_fn_kwargs': {'k': 5}, 'normalize_activations': 'layer_norm', 'apply_b_dec_to_input': True,
            }),
        ]:
            path = save(name, make(kind, **options))
            (path / 'cfg.json').write_text(json.dumps({**old, **config}))
            made.add(name, load(path).encode(made.x), config.get('hook_point') or config['hook_name'], 'gpt2-small')
    made.close()


def sparsify_cases() -> None:
    made = Format('sparsify', ['eai-sparsify'])
    for name, activation in [('layers.5', 'topk'), ('groupmax/h.3', 'groupmax')]:
        coder = SparseCoder(D_IN, SparseCoderConfig(activation=activation, expansion_factor=D_SAE // D_IN, k=8))
        randomise(coder)
        coder.save_to_disk(made.path(name))
        coder = SparseCoder.load_from_disk(made.path(name))
        with torch.no_grad():
            values, indices, _ = coder.encode(made.x)
        made.add(name, torch.zeros(TOKENS, D_SAE).scatter_(-1, indices, values), name.split('/')[-1])
    made.close()


def dictionary_learning_cases() -> None:
    made = Format('dictionary-learning', ['dictionary-learning'])
    sizes = {'activation_dim': D_IN, 'dict_size': D_SAE}
    for name, module, extra in [
        ('AutoEncoder', dictionary.AutoEncoder(**sizes), {}),
        ('AutoEncoderNew', dictionary.AutoEncoderNew(**sizes), {}),
        ('GatedAutoEncoder', dictionary.GatedAutoEncoder(**sizes), {}),
        ('AutoEncoderTopK', AutoEncoderTopK(**sizes, k=6), {'k': 6}),
        ('BatchTopKSAE', BatchTopKSAE(**sizes, k=6), {'k': 6}),
        ('MatryoshkaBatchTopKSAE', MatryoshkaBatchTopKSAE(**sizes, k=6, group_sizes=[8, 24]), {'k': 6}),
        ('JumpReluAutoEncoder', dictionary.JumpReluAutoEncoder(**sizes), {}),
    ]:
        randomise(module)
        with torch.no_grad():
            if name in ('BatchTopKSAE', 'MatryoshkaBatchTopKSAE'):
                module.threshold.fill_(0.7)
            if name == 'JumpReluAutoEncoder':
                module.threshold.abs_()
        path = made.path(f'{name}/trainer_0')
        # As training.py saves it.
        torch.save({key: value.cpu() for key, value in module.state_dict().items()}, path / 'ae.pt')
        trainer = {'trainer_class': 'SomeTrainer', 'dict_class': name, **sizes, **extra, 'layer': 7, 'lm_name': 'EleutherAI/pythia-70m-deduped'}
        config = {'trainer': {**trainer, 'submodule_name': 'resid_post_layer_7'}, 'buffer': {'io': 'out', 'ctx_len': 128}}
        (path / 'config.json').write_text(json.dumps(config, indent=4))
        loaded, _ = utils.load_dictionary(str(path), 'cpu')
        with torch.no_grad():
            made.add(f'{name}/trainer_0', loaded.encode(made.x), 'blocks.7.hook_resid_post', 'pythia-70m-deduped')
    made.close()


def by_sae_lens(loader, config_class: str, repository: str, folder: str, path: Path, x: torch.Tensor) -> torch.Tensor:
    """Encodes with the SAE that one of SAELens' loaders makes of a local file."""
    overrides = {'d_in': D_IN, 'd_sae': D_SAE, 'dtype': 'float32'}
    with mock.patch.object(loaders, 'hf_hub_download', lambda **_: str(path)):
        config, state, _ = loader(repository, folder, 'cpu', False, overrides)
    config = loaders.handle_config_defaulting(config)
    sae_class, config_class = sae_lens.registry.get_sae_class(config_class)
    sae = sae_class(config_class.from_dict(config))
    sae.load_state_dict(state)
    with torch.no_grad():
        return sae.encode(x)


def jumprelu_arrays(lower: bool) -> dict[str, torch.Tensor]:
    weights = {'W_enc': torch.randn(D_IN, D_SAE) * 0.5, 'W_dec': torch.randn(D_SAE, D_IN) * 0.5, 'b_enc': torch.randn(D_SAE) - 1}
    weights |= {'b_dec': torch.randn(D_IN), 'threshold': torch.rand(D_SAE)}
    return {key.lower() if lower else key: value for key, value in weights.items()}


def gemma_scope_cases() -> None:
    made = Format('gemma-scope', ['numpy', 'sae-lens'])
    for repository, inside, hook, model, lower in [
        ('gemma-scope-2b-pt-res', 'layer_20/width_16k/average_l0_71', 'blocks.20.hook_resid_post', 'gemma-2-2b', False),
        ('gemma-scope-9b-it-res', 'embedding/width_4k/average_l0_6', 'blocks.0.hook_resid_pre', 'gemma-2-9b-it', True),
    ]:
        name = f'{repository}/{inside}'
        path = made.path(name) / 'params.npz'
        np.savez(path, **{key: value.numpy() for key, value in jumprelu_arrays(lower).items()})
        acts = by_sae_lens(loaders.gemma_2_sae_huggingface_loader, 'jumprelu', f'google/{repository}', inside, path, made.x)
        made.add(name, acts, hook, model)
    made.close()


def gemma_scope_2_cases() -> None:
    made = Format('gemma-scope-2', ['sae-lens', 'safetensors'])
    config = {
        'architecture': 'jump_relu', 'hf_hook_point_in': 'model.layers.13.output', 'width': D_SAE, 'model_name': 'gemma-v3-1b-it', 'l0': 60,
        'affine_connection': False, 'type': 'sae',
    }
    for name, has_config, hook, model in [
        ('gemma-scope-2-1b-it/resid_post/layer_13_width_16k_l0_medium', True, 'model.layers.13.output', 'gemma-3-1b-it'),
        ('gemma-scope-2-270m-pt/resid_post_all/layer_5_width_16k_l0_small', False, 'model.layers.5.output', 'gemma-3-270m-pt'),
    ]:
        folder = made.path(name)
        weights = jumprelu_arrays(lower=True)
        save_file(weights, folder / 'params.safetensors')
        if has_config:
            (folder / 'config.json').write_text(json.dumps(config))
        sae_class, config_class = sae_lens.registry.get_sae_class('jumprelu')
        sae = sae_class(config_class(d_in=D_IN, d_sae=D_SAE, apply_b_dec_to_input=False))
        sae.load_state_dict({key.replace('w_', 'W_'): value for key, value in weights.items()})
        with torch.no_grad():
            made.add(name, sae.encode(made.x), hook, model)
    made.close()


def linear_cases() -> None:
    """Modules of torch.nn.Linear as their state_dict is."""
    for format_name, loader, name, repository, prefix, hook, model in [
        ('goodfire', loaders.get_goodfire_huggingface_loader, 'Llama-3.1-8B-Instruct-SAE-l19.pth', 'Goodfire/Llama-3.1-8B-Instruct-SAE-l19',
         '_linear', 'blocks.19.hook_resid_post', 'Llama-3.1-8B-Instruct'),
        ('qresearch', loaders.deepseek_r1_sae_huggingface_loader, 'DeepSeek-R1-Distill-Llama-8B-SAE-l19.pt',
         'qresearch/DeepSeek-R1-Distill-Llama-8B-SAE-l19', '', 'blocks.19.hook_resid_post', 'DeepSeek-R1-Distill-Llama-8B'),
    ]:
        made = Format(format_name, ['sae-lens'])
        modules = torch.nn.ModuleDict({f'encoder{prefix}': torch.nn.Linear(D_IN, D_SAE), f'decoder{prefix}': torch.nn.Linear(D_SAE, D_IN)})
        with torch.no_grad():
            modules[f'encoder{prefix}'].weight.normal_()
            modules[f'encoder{prefix}'].bias.normal_().sub_(3)
        # qresearch's are bfloat16.
        state = {key: value.to(torch.float32 if prefix else torch.bfloat16) for key, value in modules.state_dict().items()}
        torch.save(state, made.path(name))
        made.add(name, by_sae_lens(loader, 'standard', repository, name, made.path(name), made.x), hook, model)
        made.close()


def qwen_scope_cases() -> None:
    made = Format('qwen-scope', ['sae-lens'])
    repository, file = 'SAE-Res-Qwen3-1.7B-Base-W32K-L0_8', 'layer12.sae.pt'
    path = made.path(f'{repository}/{file}')
    weights = {'W_enc': torch.randn(D_SAE, D_IN), 'b_enc': torch.randn(D_SAE), 'W_dec': torch.randn(D_IN, D_SAE), 'b_dec': torch.randn(D_IN)}
    torch.save(weights, path)
    acts = by_sae_lens(loaders.qwen_scope_sae_huggingface_loader, 'topk', f'Qwen/{repository}', file, path, made.x)
    made.add(f'{repository}/{file}', acts, 'blocks.12.hook_resid_post', 'Qwen3-1.7B-Base')
    made.close()


def open_ai_cases() -> None:
    made = Format('open-ai', [])
    for name, top, hook in [
        ('gpt2-small/resid_post_mlp_v5_32k/autoencoders/8.pt', True, 'blocks.8.hook_resid_post'),
        ('gpt2-small/resid_post_attn/autoencoders/3.pt', False, 'blocks.3.hook_resid_mid'),
    ]:
        k = 7
        state = {
            'pre_bias': torch.randn(D_IN) * 0.2, 'latent_bias': torch.randn(D_SAE) - 3, 'stats_last_nonzero': torch.zeros(D_SAE, dtype=torch.long),
            'encoder.weight': torch.randn(D_SAE, D_IN), 'decoder.weight': torch.randn(D_IN, D_SAE), 'activation': 'TopK' if top else 'ReLU',
        }
        if top:
            state['activation_state_dict'] = {'k': k, 'postact_fn': 'ReLU'}
        torch.save(state, made.path(name))
        x = made.x
        if top:
            x = x - x.mean(-1, keepdim=True)
            x = x / (x.std(-1, keepdim=True) + 1e-5)
        acts = torch.nn.functional.linear(x - state['pre_bias'], state['encoder.weight'], state['latent_bias'])
        if top:
            kept = acts.topk(k, -1)
            acts = torch.zeros_like(acts).scatter_(-1, kept.indices, kept.values)
        made.add(name, acts.relu(), hook, 'gpt2-small')
    made.close()


def open_moss_acts(config: dict, x: torch.Tensor, weights: dict[str, torch.Tensor], scale: float, threshold: torch.Tensor | None) -> torch.Tensor:
    """sae.py, encode: activations and thresholds of inputs that were scaled, compared as if decoder directions had length 1."""
    if config['norm_activation'] == 'token-wise':
        x = x * math.sqrt(D_IN) / x.norm(dim=-1, keepdim=True)
    pre = (x * scale) @ weights['W_E'] + weights['b_E']
    norm = weights['W_D'].norm(dim=1) if config['sparsity_include_decoder_norm'] else torch.ones(D_SAE)
    pre = pre * norm
    if config['act_fn'] == 'topk':
        kept = pre.relu().topk(config['top_k'], -1)
        acts = torch.zeros_like(pre).scatter_(-1, kept.indices, kept.values)
    else:
        acts = pre.relu() if threshold is None else pre * (pre > threshold)
    return acts / norm


def llama_scope_acts(config: dict, x: torch.Tensor, weights: dict[str, torch.Tensor]) -> torch.Tensor:
    """sae.py of the release: the threshold is held against what weights with scale and lengths folded in give. Activations of scaled inputs."""
    scale = math.sqrt(config['d_model']) / config['dataset_average_activation_norm']['in']
    norm = weights['W_D'].norm(dim=1)
    pre = torch.nn.functional.linear(x, weights['W_E'].T * norm[:, None], weights['b_E'] / scale * norm)
    return pre.where(pre > config['jump_relu_threshold'], 0) * scale / norm


def open_moss_cases() -> None:
    made = Format('open-moss', ['safetensors'])
    hook = 'blocks.15.hook_resid_post'

    def draw() -> dict[str, torch.Tensor]:
        return {'W_E': torch.randn(D_IN, D_SAE), 'b_E': torch.randn(D_SAE) - 1, 'W_D': torch.randn(D_SAE, D_IN) * 0.4, 'b_D': torch.randn(D_IN)}

    def linear(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        turned = {'encoder.weight': weights['W_E'].T, 'encoder.bias': weights['b_E'], 'decoder.weight': weights['W_D'].T, 'decoder.bias': weights['b_D']}
        return {key: value.contiguous() for key, value in turned.items()}

    plain = {'sae_type': 'sae', 'd_model': D_IN, 'expansion_factor': D_SAE // D_IN, 'hook_point_in': hook, 'hook_point_out': hook, 'use_decoder_bias': True}
    length = 11.5
    for name, act_fn, norm_activation, includes_norm in [('jumprelu', 'jumprelu', 'dataset-wise', True), ('topk', 'topk', 'token-wise', True), ('relu', 'relu', 'inference', False)]:
        config = {**plain, 'act_fn': act_fn, 'norm_activation': norm_activation, 'sparsity_include_decoder_norm': includes_norm, 'top_k': 9}
        weights = draw()
        threshold = torch.rand(D_SAE) + 0.5 if act_fn == 'jumprelu' else None
        extra = {f'dataset_average_activation_norm.{hook}': torch.tensor(length)}
        if threshold is not None:
            extra['activation_function.log_jumprelu_threshold'] = threshold.log()
        folder = made.path(name)
        save_file({**weights, **extra}, folder / 'sae_weights.safetensors')
        (folder / 'config.json').write_text(json.dumps(config))
        scale = math.sqrt(D_IN) / length if norm_activation == 'dataset-wise' else 1
        made.add(name, open_moss_acts(config, made.x, weights, scale, threshold), hook)

    # fnlp/Llama3_1-8B-Base-LXR-8x: one threshold, the mean length in hyperparams.json, bfloat16.
    config = {
        'd_model': D_IN, 'd_sae': D_SAE, 'expansion_factor': D_SAE // D_IN, 'hook_point_in': hook, 'hook_point_out': hook, 'use_decoder_bias': True,
        'apply_decoder_bias_to_pre_encoder': False, 'act_fn': 'jumprelu', 'jump_relu_threshold': 0.55, 'top_k': 50, 'use_glu_encoder': False,
        'norm_activation': 'dataset-wise', 'dataset_average_activation_norm': {'in': length, 'out': length}, 'sparsity_include_decoder_norm': True,
    }
    name = 'Llama3_1-8B-Base-L15R-8x'
    weights = {key: value.bfloat16() for key, value in draw().items()}
    folder = made.path(name)
    (folder / 'checkpoints').mkdir()
    save_file(linear(weights), folder / 'checkpoints/final.safetensors')
    (folder / 'hyperparams.json').write_text(json.dumps(config))
    wide = {key: value.float() for key, value in weights.items()}
    made.add(name, llama_scope_acts(config, made.x, wide), hook)

    # fnlp/Llama-Scope-R1-Distill: later config, earlier names, the mean length in no file.
    config = {**plain, 'act_fn': 'jumprelu', 'norm_activation': 'dataset-wise', 'sparsity_include_decoder_norm': False}
    weights, threshold = draw(), torch.rand(D_SAE) + 0.5
    folder = made.path('L15R')
    save_file({**linear(weights), 'log_jumprelu_threshold': threshold.log()}, folder / 'sae_weights.safetensors')
    (folder / 'config.json').write_text(json.dumps(config))
    made.add('L15R', open_moss_acts(config, made.x, weights, 0.35, threshold), hook, settings={'inputScale': 0.35})
    made.close()


if __name__ == '__main__':
    sae_lens_cases()
    sparsify_cases()
    dictionary_learning_cases()
    gemma_scope_cases()
    gemma_scope_2_cases()
    linear_cases()
    qwen_scope_cases()
    open_ai_cases()
    open_moss_cases()
