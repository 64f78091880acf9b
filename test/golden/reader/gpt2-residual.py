"""Golden values for test/unit/reader: the residual stream of the tiny GPT-2 after each block, by Python's onnx and onnxruntime.

    python3 -m venv venv && venv/bin/pip install onnx==1.23.2 onnxruntime==1.31.1
    venv/bin/python test/golden/reader/gpt2-residual.py

Run from the repository root; the model is read from ../shared. Writes gpt2-residual.json beside this file: token ids [1, 4] and the stream
[5][4, 32]. The whole model runs, with the sums added to its outputs; the last is taken apart from its fused norm.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

HERE = Path(__file__).parent
MODEL = HERE.parents[2].parent / 'shared/models/tiny-random-gpt2-fp32/past.onnx'
IDS = [[7, 450, 12, 999]]


def main() -> None:
    model = onnx.load(MODEL)
    graph = model.graph
    fused = next(node for node in graph.node if node.name == 'SkipLayerNorm_AddBias_9')
    graph.node.append(helper.make_node('Add', [fused.input[0], fused.input[1]], ['last_terms']))
    graph.node.append(helper.make_node('Add', ['last_terms', fused.input[4]], ['last_sum']))
    names = [f'/transformer/h.{layer}/Add_1_output_0' for layer in range(4)] + ['last_sum']
    graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=['CPUExecutionProvider'])
    ids = np.array(IDS, dtype=np.int32)
    feeds = {'input_ids': ids, 'position_ids': np.arange(4, dtype=np.int32)[None], 'attention_mask': np.ones_like(ids)}
    feeds |= {f'past_{layer}': np.zeros((2, 1, 4, 0, 8), dtype=np.float32) for layer in range(5)}
    stream = session.run(names, feeds)
    golden = {'onnxruntime': onnxruntime.__version__, 'ids': IDS[0], 'residual': [np.round(each[0].astype(float), 8).tolist() for each in stream]}
    (HERE / 'gpt2-residual.json').write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
