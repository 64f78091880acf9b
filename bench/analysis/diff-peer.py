"""interp_embed's `diff_features` on the two corpora of a synthetic project: prints one line of JSON.

python bench/analysis/diff-peer.py PROJECT --clone FOLDER of nickjiang2378/interp-embed --latents 65536

Its Dataset and examples/functions.py run as they are in the clone. Rows are handed in pooled already, as its own files hold them, so that
its pooling is not in the times. Packages that only its reading of models or its language models need, and that are not installed, are
stood in for by empty modules. First call: as after loading. Second call: with what the first has cached. Then the counts are written to
PROJECT/peer.counts, [2 x latents] 32-bit, to be compared.
"""

import argparse
import importlib
import json
import pathlib
import resource
import sys
import time
from unittest.mock import MagicMock

import numpy
import pandas
import scipy
from scipy.sparse import csr_matrix


def stand_in_for(names):
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            sys.modules[name] = MagicMock(name=name)


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load(project, corpus, latents, module):
    starts = numpy.fromfile(project / f"{corpus}.starts", dtype="<u4").astype(numpy.int64)
    indices = numpy.fromfile(project / f"{corpus}.latents", dtype="<u4").astype(numpy.int32)
    maxima = numpy.fromfile(project / f"{corpus}.maxima", dtype="<f4")
    rows = []
    for row in range(len(starts) - 1):
        own = slice(starts[row], starts[row + 1])
        pooled = csr_matrix((maxima[own], indices[own], [0, starts[row + 1] - starts[row]]), shape=(1, latents))
        record = {"text": f"document {row}"}
        rows.append(module.DatasetRow(record, ["token"], pooled, aggregate_activations={"max": pooled}))
    return module.Dataset([row.row for row in rows], sae=None, rows=rows, compute_activations=False)


def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - processor, result


parser = argparse.ArgumentParser()
parser.add_argument("project", type=pathlib.Path)
parser.add_argument("--clone", type=pathlib.Path, required=True)
parser.add_argument("--latents", type=int, required=True)
args = parser.parse_args()
sys.path.insert(0, str(args.clone))
sys.path.insert(0, str(args.clone / "examples"))
stand_in_for(["torch", "transformers", "sae_lens", "transformer_lens", "openai", "huggingface_hub", "dotenv", "requests", "aiohttp", "httpx"])
analysis = importlib.import_module("interp_embed.dataset_analysis")
functions = importlib.import_module("functions")

datasets = [load(args.project, corpus, args.latents, analysis) for corpus in ("a", "b")]
loaded = megabytes()
calls = [timed(lambda: functions.diff_features(*datasets)) for _ in range(2)]
peak = megabytes()
frame = calls[1][2].sort_values("feature_id")
counts = numpy.stack([numpy.rint(frame[each.id].to_numpy() * len(each.rows)) for each in datasets]).astype("<u4")
counts.tofile(args.project / "peer.counts")
print(
    json.dumps(
        {
            "peer": f"interp_embed, numpy {numpy.__version__}, scipy {scipy.__version__}, pandas {pandas.__version__}",
            "first": calls[0][0],
            "firstProcessor": calls[0][1],
            "cached": calls[1][0],
            "cachedProcessor": calls[1][1],
            "megabytes": peak,
            "megabytesLoaded": loaded,
        }
    )
)
