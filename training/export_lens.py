"""work/{reader.pt,sae.pt,tokenizer} -> a lens folder: reader/model.onnx, sae/, lens.json. Checks the graph against PyTorch before it writes."""

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

from documents import DEFAULT_LENS, options
from reader import CONFIG
from train_sae import HOOK, LAYER, rounded_reader

RESIDUAL = f'/model/layers.{LAYER}/Add_1_output_0'
INPUTS = ['input_ids', 'attention_mask', 'position_ids']


class Exported(LlamaForCausalLM):
    """LlamaForCausalLM with the inputs and the one output of a decoder export without a cache."""

    def forward(self, input_ids, attention_mask, position_ids):
        return self.lm_head(self.model(input_ids=input_ids, attention_mask=attention_mask, position_ids=position_ids, use_cache=False).last_hidden_state)


def sample(batch: int, length: int) -> tuple[torch.Tensor, ...]:
    generator = torch.Generator().manual_seed(length)
    ids = torch.randint(1, CONFIG['vocab_size'], (batch, length), generator=generator)
    ids[:, 0] = CONFIG['bos_token_id']
    mask = torch.ones_like(ids)
    mask[-1, length - length // 4:] = 0
    return ids, mask, torch.arange(length)[None].repeat(batch, 1)


def store_in_half(model: onnx.ModelProto) -> None:
    """Matrices become float16 initializers behind a Cast to float32, named after their module; the head becomes the embedding transposed."""
    graph = model.graph
    matrices = {tensor.name: tensor for tensor in graph.initializer if len(tensor.dims) == 2}
    added = []
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name not in matrices:
                continue
            if node.name == '/lm_head/MatMul':
                node.input[place] = 'lm_head.weight'
                added.append(helper.make_node('Transpose', ['model.embed_tokens.weight_fp32'], ['lm_head.weight'], name='/lm_head/Transpose', perm=[1, 0]))
                graph.initializer.remove(matrices.pop(name))
                continue
            new = name if name.endswith('.weight') else node.name.strip('/').replace('/', '.').removesuffix('.MatMul') + '.weight'
            values = numpy_helper.to_array(matrices[name])
            half = values.astype(np.float16)
            assert np.array_equal(half.astype(np.float32), values), f'{new} was not rounded to 16 bits'
            graph.initializer.remove(matrices.pop(name))
            graph.initializer.append(numpy_helper.from_array(half, new))
            added.append(helper.make_node('Cast', [new], [f'{new}_fp32'], name=f'/weights/{new}/Cast', to=TensorProto.FLOAT))
            node.input[place] = f'{new}_fp32'
    # The embedding's Cast comes before the head's Transpose.
    added.sort(key=lambda node: node.op_type == 'Transpose')
    kept = list(graph.node)
    del graph.node[:]
    graph.node.extend([*added, *kept])
    del graph.value_info[:]


def export_reader(work: Path, folder: Path) -> None:
    reader = rounded_reader(work)
    config = LlamaConfig(**{name: value for name, value in CONFIG.items() if name not in ('architectures', 'model_type', 'torch_dtype')})
    config._attn_implementation = 'eager'
    exported = Exported(config).eval().requires_grad_(False)
    missing, unexpected = exported.load_state_dict(reader.state_dict(), strict=False)
    assert missing == ['lm_head.weight'] and not unexpected and exported.lm_head.weight.data_ptr() == exported.model.embed_tokens.weight.data_ptr()
    path = folder / 'model.onnx'
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        torch.onnx.export(exported, sample(2, 9), str(path), dynamo=False, opset_version=17, input_names=INPUTS, output_names=['logits'],
                          dynamic_axes={name: {0: 'batch_size', 1: 'sequence_length'} for name in [*INPUTS, 'logits']})
    model = onnx.load(str(path))
    store_in_half(model)
    model = onnx.shape_inference.infer_shapes(model)
    onnx.checker.check_model(model)
    residual_type = [value for value in model.graph.value_info if value.name == RESIDUAL]
    assert residual_type, f'{RESIDUAL} is not in the graph'
    onnx.save(model, str(path))

    model.graph.output.extend(residual_type)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    for batch, length in ((1, 2), (2, 9), (3, 100), (1, 256)):
        ids, mask, positions = sample(batch, length)
        real = mask.bool().numpy()
        logits, residual = session.run(['logits', RESIDUAL], {'input_ids': ids.numpy(), 'attention_mask': mask.numpy(), 'position_ids': positions.numpy()})
        theirs = exported(ids, mask, positions).numpy()
        ours = reader.residual(ids, LAYER + 1, segmented=False).numpy()
        for name, got, wanted in (('logits', logits, theirs), ('residual', residual, ours)):
            error = float(np.abs(got - wanted)[real].max() / np.abs(wanted)[real].max())
            print(f'{name} [{batch}, {length}]: largest difference {error:.1e} of the largest value')
            assert error < 1e-4
    (folder / 'config.json').write_text(json.dumps(CONFIG, indent=2) + '\n')
    for name in ('tokenizer.json', 'tokenizer_config.json'):
        shutil.copyfile(work / 'tokenizer' / name, folder / name)


def export_sae(work: Path, folder: Path) -> None:
    """The input scale is folded: W_enc * s, W_dec / s, b_dec / s; b_enc and the threshold stay, and so do the activations."""
    saved = torch.load(work / 'sae.pt', weights_only=True)
    state = saved['sae']
    p, scale = state['parameters'], state['scale']
    latents = p['W_enc'].shape[1]
    save_file({'W_enc': (p['W_enc'] * scale).half().contiguous(), 'b_enc': p['b_enc'].float(), 'W_dec': (p['W_dec'] / scale).half().contiguous(),
               'b_dec': (p['b_dec'] / scale).float(), 'threshold': torch.full((latents,), float(state['threshold']))}, str(folder / 'sae_weights.safetensors'))
    (folder / 'sae_weights.safetensors').chmod(0o644)
    (folder / 'cfg.json').write_text(json.dumps({
        'd_in': CONFIG['hidden_size'], 'd_sae': latents, 'dtype': 'float32', 'device': 'cpu', 'apply_b_dec_to_input': True,
        'normalize_activations': 'none', 'reshape_activations': 'none', 'architecture': 'jumprelu',
        'metadata': {'sae_lens_version': '6.18.0', 'model_name': 'etalon-mini', 'hook_name': HOOK, 'hf_hook_name': f'model.layers.{LAYER}', 'hook_head_index': None,
                     'prepend_bos': True, 'context_size': CONFIG['max_position_embeddings'], 'exclude_special_tokens': True, 'dataset_path': None,
                     'model_from_pretrained_kwargs': {}, 'neuronpedia_id': None, 'seqpos_slice': [None],
                     'trained_as': 'batchtopk', 'k': saved['k'], 'training_tokens': saved['tokens']}}, indent=2) + '\n')


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--lens', type=Path, default=DEFAULT_LENS)
    args = parser.parse_args()
    for name in ('reader', 'sae'):
        (args.lens / name).mkdir(parents=True, exist_ok=True)
    export_reader(args.work, args.lens / 'reader')
    export_sae(args.work, args.lens / 'sae')
    (args.lens / 'lens.json').write_text(json.dumps({
        'format': 1, 'name': 'etalon-mini', 'title': 'Etalon mini',
        'description': 'A very small English reader (4 layers of 256) and a sparse autoencoder of 2,048 latents, trained on two processor cores in about an hour; labels are lists of typical tokens.',
        'reader': {'graph': 'reader/model.onnx', 'tokenizer': 'reader/tokenizer.json', 'tokenizerConfig': 'reader/tokenizer_config.json', 'config': 'reader/config.json'},
        'hook': HOOK, 'sae': 'sae', 'labels': 'labels.jsonl', 'thresholds': 'thresholds.safetensors', 'contextSize': CONFIG['max_position_embeddings'],
        'prependBos': True, 'license': 'Apache-2.0'}, indent=2) + '\n')


if __name__ == '__main__':
    main()
