"""What the heads of the readers beside this file make of one direction, by numpy alone.

    venv/bin/python test/golden/readers/heads.py     (onnx==1.23.2, numpy==2.4.6, Brotli==1.2.1)

Writes heads.json.gz: by export, W d for d = cos(0..width - 1) scaled to length 1, [vocabulary], with W the constant matrix of the last MatMul
of the graph (own), or the table that input_ids are looked up in (tied).
"""

import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
import numpy as np
import onnx
from onnx import numpy_helper

here = Path(__file__).parent
exports = ["llama.optimum", "llama.fp16", "llama.dynamo", "llama.genai", "llama.merged", "gemma2.optimum", "gemma3.genai", "gpt2.optimum", "gpt2.fused", "gpt-neox.optimum", "bert.optimum", "minilm.dynamo"]


def load(name: str) -> onnx.ModelProto:
    with TemporaryDirectory() as folder:
        for file in (here / name).glob("*.br"):
            Path(folder, file.stem).write_bytes(brotli.decompress(file.read_bytes()))
        return onnx.load(next(Path(folder).glob("*.onnx")))


def weights_of(graph: onnx.GraphProto, vocabulary: int) -> dict[str, np.ndarray]:
    stored = {each.name: numpy_helper.to_array(each).astype(np.float64) for each in graph.initializer}
    found = {}
    heads = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in stored]
    if heads and stored[heads[-1].input[1]].shape[1] == vocabulary:
        found["own"] = stored[heads[-1].input[1]].T
    for node in graph.node:
        if node.op_type == "Gather" and node.input[1] == "input_ids" and node.input[0] in stored:
            found["tied"] = stored[node.input[0]]
            break
    return found


answers = {}
for name in exports:
    found = weights_of(load(name).graph, 96)
    for kind, matrix in found.items():
        direction = np.cos(np.arange(matrix.shape[1]))
        direction /= np.linalg.norm(direction)
        answers.setdefault(name, {})[kind] = [float(f"{value:.7g}") for value in matrix @ direction]
(here / "heads.json.gz").write_bytes(gzip.compress((json.dumps(answers) + "\n").encode(), mtime=0))
