"""Clusters documents as the paper's code does: dense Jaccard affinity, then scikit-learn's SpectralClustering on it.

python bench/analysis/cluster-peer.py FILE ROWS COLUMNS K

FILE holds little-endian uint32: row starts [ROWS + 1], then the columns of each row. Prints one line of JSON: seconds of the affinity and of the
clustering, peak resident memory, and the cluster of each row.
"""

import json
import resource
import sys
import time

import numpy
import sklearn
from sklearn.cluster import SpectralClustering

path, rows, columns, k = sys.argv[1], *map(int, sys.argv[2:5])
words = numpy.fromfile(path, dtype="<u4")
starts, indices = words[: rows + 1].astype(numpy.int64), words[rows + 1 :]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

began, processor = time.perf_counter(), time.process_time()
present = numpy.zeros((rows, columns), dtype=numpy.float32)
for row in range(rows):
    present[row, indices[starts[row] : starts[row + 1]]] = 1
common = present @ present.T
sizes = present.sum(axis=1)
del present
either = sizes[:, None] + sizes[None, :] - common
affinity = numpy.divide(common, either, out=numpy.zeros_like(common), where=either > 0)
del common, either
compared = time.perf_counter()
labels = SpectralClustering(n_clusters=k, affinity="precomputed", random_state=42).fit_predict(affinity)
ended = time.perf_counter()

print(
    json.dumps(
        {
            "peer": f"numpy {numpy.__version__}, scikit-learn {sklearn.__version__}",
            "seconds": ended - began,
            "affinitySeconds": compared - began,
            "processorSeconds": time.process_time() - processor,
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "startMegabytes": before,
            "labels": labels.tolist(),
        }
    )
)
