"""Writes sparse-matrix.npz with scipy.sparse.save_npz, and what versions made it; with a path, prints what scipy reads from a file.

    python sparse_matrix.py            # makes sparse-matrix.npz and sparse-matrix.json beside this script
    python sparse_matrix.py FILE.npz   # shape, nonzeros, sum and data types of a file, as load_npz gives it
"""

import json
import platform
import sys
from pathlib import Path

import numpy
import scipy
import scipy.sparse

here = Path(__file__).parent

if len(sys.argv) > 1:
    matrix = scipy.sparse.load_npz(sys.argv[1])
    matrix.check_format(full_check=True)
    print(type(matrix).__name__, matrix.shape, matrix.nnz, matrix.data.sum(dtype="float64"), matrix.data.dtype, matrix.indices.dtype, matrix.has_sorted_indices)
else:
    # Five documents, seven latents: an empty row first, in the middle and last.
    starts = numpy.array([0, 0, 3, 3, 5, 5], dtype="int32")
    columns = numpy.array([0, 2, 6, 1, 2], dtype="int32")
    values = numpy.array([0.5, 1.25, 3.0000002, 1e-7, 123456.79], dtype="float32")
    matrix = scipy.sparse.csr_matrix((values, columns, starts), shape=(5, 7))
    scipy.sparse.save_npz(here / "sparse-matrix.npz", matrix)
    made = {
        "versions": {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__},
        "shape": list(matrix.shape),
        "starts": starts.tolist(),
        "columns": columns.tolist(),
        "values": [float(value) for value in values],
    }
    (here / "sparse-matrix.json").write_text(json.dumps(made, indent=2) + "\n")
