"""work/{reader.pt,sae.pt,tokenizer} -> a lens folder: reader/, sae/, lens.json. Checks the graph against PyTorch before it writes.

The graph ends at the hook: later blocks and the head are not shipped. Matrices are float16 behind a Cast, embedding rows int8 times a float16 scale a
row, so no 32-bit table of the vocabulary is ever in memory.
"""

import io
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
from reader import CONFIG, Reader
from rounding import EMBEDDING, byte_rows, reader_hash, rounded_reader, rounded_sae, trained_weights

INPUTS = ['input_ids', 'attention_mask', 'position_ids']
OUTPUT = 'hidden_states'
EMBEDDING_SCALE = 'model.embed_tokens.scale'


class Exported(LlamaForCausalLM):
    """The first blocks of LlamaForCausalLM with the inputs of a decoder export without a cache; the residual stream after the last of them."""

    def __init__(self, config: LlamaConfig):
        super().__init__(config)
        self.model.norm = torch.nn.Identity()

    def forward(self, input_ids, attention_mask, position_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, position_ids=position_ids, use_cache=False).last_hidden_state


def sample(batch: int, length: int) -> tuple[torch.Tensor, ...]:
    generator = torch.Generator().manual_seed(length)
    ids = torch.randint(1, CONFIG['vocab_size'], (batch, length), generator=generator)
    ids[:, 0] = CONFIG['bos_token_id']
    mask = torch.ones_like(ids)
    mask[-1, length - length // 4:] = 0
    return ids, mask, torch.arange(length)[None].repeat(batch, 1)


def store_in_half(graph: onnx.GraphProto) -> None:
    """Matrices become float16 initializers behind a Cast to float32, named after their module."""
    matrices = {tensor.name: tensor for tensor in graph.initializer if len(tensor.dims) == 2 and tensor.name != EMBEDDING}
    added = []
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name not in matrices:
                continue
            new = name if name.endswith('.weight') else node.name.strip('/').replace('/', '.').removesuffix('.MatMul') + '.weight'
            values = numpy_helper.to_array(matrices[name])
            half = values.astype(np.float16)
            assert np.array_equal(half.astype(np.float32), values), f'{new} was not rounded to 16 bits'
            graph.initializer.remove(matrices.pop(name))
            graph.initializer.append(numpy_helper.from_array(half, new))
            added.append(helper.make_node('Cast', [new], [f'{new}_fp32'], name=f'/weights/{new}/Cast', to=TensorProto.FLOAT))
            node.input[place] = f'{new}_fp32'
    kept = list(graph.node)
    del graph.node[:]
    graph.node.extend([*added, *kept])


def store_embedding_in_bytes(graph: onnx.GraphProto, trained: torch.Tensor) -> None:
    """Gather(float32 table) becomes Cast(Gather(int8 table)) * Cast(Gather(scales)): only the rows that are read become 32-bit."""
    (node,) = [each for each in graph.node if each.op_type == 'Gather' and each.input[0] == EMBEDDING]
    (table,) = [each for each in graph.initializer if each.name == EMBEDDING]
    steps, scale = byte_rows(trained)
    assert np.array_equal(numpy_helper.to_array(table), (steps.float() * scale.float()).numpy()), 'the embedding was not rounded to 8 bits'
    graph.initializer.remove(table)
    graph.initializer.extend([numpy_helper.from_array(steps.numpy(), EMBEDDING), numpy_helper.from_array(scale.numpy(), EMBEDDING_SCALE)])
    ids, rows = node.input[1], node.output[0]
    part = lambda operator, inputs, name, **attributes: helper.make_node(operator, inputs, [f'/model/embed_tokens/{name}_output_0'], name=f'/model/embed_tokens/{name}', **attributes)
    nodes = [part('Gather', [EMBEDDING, ids], 'Steps'), part('Cast', ['/model/embed_tokens/Steps_output_0'], 'StepsCast', to=TensorProto.FLOAT),
             part('Gather', [EMBEDDING_SCALE, ids], 'Scale'), part('Cast', ['/model/embed_tokens/Scale_output_0'], 'ScaleCast', to=TensorProto.FLOAT),
             helper.make_node('Mul', ['/model/embed_tokens/StepsCast_output_0', '/model/embed_tokens/ScaleCast_output_0'], [rows], name='/model/embed_tokens/Mul')]
    place = list(graph.node).index(node)
    graph.node.remove(node)
    for offset, each in enumerate(nodes):
        graph.node.insert(place + offset, each)


def name_residual(graph: onnx.GraphProto, blocks: int) -> None:
    """The last sum keeps the name that exporters give it, by which apps find the hook; the output is a copy of it."""
    residual = f'/model/layers.{blocks - 1}/Add_1_output_0'
    (node,) = [each for each in graph.node if OUTPUT in each.output]
    assert node.op_type == 'Add' and node.name == residual.removesuffix('_output_0'), f'{OUTPUT} comes from {node.name}'
    node.output[0] = residual
    graph.node.append(helper.make_node('Identity', [residual], [OUTPUT], name='/hidden_states/Identity'))


def first_blocks(reader: Reader, blocks: int) -> tuple[Exported, dict]:
    """transformers' own model of the reader up to the hook, and its config."""
    config = CONFIG | {'num_hidden_layers': blocks}
    settings = LlamaConfig(**{name: value for name, value in config.items() if name not in ('architectures', 'model_type', 'torch_dtype')})
    settings._attn_implementation = 'eager'
    exported = Exported(settings).eval().requires_grad_(False)
    missing, unexpected = exported.load_state_dict(reader.state_dict(), strict=False)
    dropped = tuple(f'model.layers.{layer}.' for layer in range(blocks, CONFIG['num_hidden_layers']))
    assert missing in ([], ['lm_head.weight']) and all(name.startswith(dropped) or name == 'model.norm.weight' for name in unexpected)
    return exported, config


def export_reader(work: Path, folder: Path, reader: Reader, trained: torch.Tensor, blocks: int) -> None:
    """`trained`: the embedding before rounding."""
    exported, config = first_blocks(reader, blocks)
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        torch.onnx.export(exported, sample(2, 9), buffer, dynamo=False, opset_version=17, input_names=INPUTS, output_names=[OUTPUT],
                          dynamic_axes={name: {0: 'batch_size', 1: 'sequence_length'} for name in [*INPUTS, OUTPUT]})
    model = onnx.load_from_string(buffer.getvalue())
    store_in_half(model.graph)
    store_embedding_in_bytes(model.graph, trained)
    name_residual(model.graph, blocks)
    del model.graph.value_info[:]
    model = onnx.shape_inference.infer_shapes(model)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=['CPUExecutionProvider'])
    for batch, length in ((1, 2), (2, 9), (3, 100), (1, CONFIG['max_position_embeddings'])):
        ids, mask, positions = sample(batch, length)
        real = mask.bool().numpy()
        (got,) = session.run([OUTPUT], {'input_ids': ids.numpy(), 'attention_mask': mask.numpy(), 'position_ids': positions.numpy()})
        for name, wanted in (('transformers', exported(ids, mask, positions).numpy()), ('the reader', reader.residual(ids, blocks, segmented=False).numpy())):
            error = float(np.abs(got - wanted)[real].max() / np.abs(wanted)[real].max())
            print(f'residual [{batch}, {length}] against {name}: largest difference {error:.1e} of the largest value')
            assert error < 1e-4
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / 'model.onnx'))
    (folder / 'config.json').write_text(json.dumps(config, indent=2) + '\n')
    for name in ('tokenizer.json', 'tokenizer_config.json'):
        shutil.copyfile(work / 'tokenizer' / name, folder / name)


def export_sae(saved: dict, folder: Path, model_name: str) -> None:
    """The scale of the inputs is folded into the weights; activations and thresholds stay."""
    run, blocks = saved['run'], saved['run']['hook']
    weights = {name: value.half() if value.ndim == 2 else value for name, value in rounded_sae(saved).items()}
    assert all(bool(value.isfinite().all()) for value in weights.values()), 'a weight is past the range of float16'
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, str(folder / 'sae_weights.safetensors'))
    (folder / 'sae_weights.safetensors').chmod(0o644)
    (folder / 'cfg.json').write_text(json.dumps({
        'd_in': CONFIG['hidden_size'], 'd_sae': len(weights['b_enc']), 'dtype': 'float32', 'device': 'cpu', 'apply_b_dec_to_input': True,
        'normalize_activations': 'none', 'reshape_activations': 'none', 'architecture': 'jumprelu',
        'metadata': {'sae_lens_version': '6.18.0', 'model_name': model_name, 'hook_name': hook_name(blocks), 'hf_hook_name': f'model.layers.{blocks - 1}', 'hook_head_index': None,
                     'prepend_bos': True, 'context_size': CONFIG['max_position_embeddings'], 'exclude_special_tokens': True, 'dataset_path': None,
                     'model_from_pretrained_kwargs': {}, 'neuronpedia_id': None, 'seqpos_slice': [None],
                     'trained_as': 'matryoshka_batchtopk' if len(run['groups']) > 1 else 'batchtopk', 'matryoshka_widths': run['groups'], 'temporal': run['temporal'],
                     'k': run['k'], 'training_tokens': saved['tokens']}}, indent=2) + '\n')


def hook_name(blocks: int) -> str:
    """TransformerLens' name of the residual stream after so many blocks."""
    return f'blocks.{blocks - 1}.hook_resid_post'


def main() -> None:
    parser = options(__doc__)
    parser.add_argument('--lens', type=Path, default=DEFAULT_LENS.parent / 'etalon-small', help='folder to write; its name is the name of the lens')
    parser.add_argument('--title', default='Etalon small')
    parser.add_argument('--reader', default='reader', help='the checkpoint is work/NAME.pt')
    parser.add_argument('--sae', default='sae', help='the checkpoint is work/NAME.pt; it says at which hook')
    args = parser.parse_args()
    reader = rounded_reader(args.work, args.reader)
    saved = torch.load(args.work / f'{args.sae}.pt', weights_only=True, map_location='cpu')
    if saved['run']['reader'] != reader_hash(reader):
        raise SystemExit(f'{args.sae}.pt was trained on another reader than {args.reader}.pt.')
    blocks, latents = saved['run']['hook'], saved['run']['groups'][-1]
    export_reader(args.work, args.lens / 'reader', reader, trained_weights(args.work, args.reader)[EMBEDDING], blocks)
    export_sae(saved, args.lens / 'sae', args.lens.name)
    (args.lens / 'lens.json').write_text(json.dumps({
        'format': 1, 'name': args.lens.name, 'title': args.title,
        'description': f'A small English reader (the first {blocks} of {CONFIG["num_hidden_layers"]} blocks of width {CONFIG["hidden_size"]}) and a sparse autoencoder of {latents:,} latents, '
                       'trained from scratch on openly licensed text.',
        'reader': {'graph': 'reader/model.onnx', 'tokenizer': 'reader/tokenizer.json', 'tokenizerConfig': 'reader/tokenizer_config.json', 'config': 'reader/config.json'},
        'hook': hook_name(blocks), 'sae': 'sae', 'labels': 'labels.jsonl', 'thresholds': 'thresholds.safetensors', 'contextSize': CONFIG['max_position_embeddings'],
        'prependBos': True, 'license': 'Apache-2.0'}, indent=2) + '\n')
    for path in sorted(path for path in args.lens.rglob('*') if path.is_file()):
        print(f'{path.relative_to(args.lens)}: {path.stat().st_size / 1e6:.2f} MB')


if __name__ == '__main__':
    main()
