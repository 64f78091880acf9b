"""Writes spectral.json.gz: Jaccard affinities, spectra and cluster labels of small binary matrices, by scikit-learn and numpy.

python -m venv VENV && VENV/bin/pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 && VENV/bin/python test/golden/cluster/make.py
"""

import gzip
import json
import pathlib

import numpy
import scipy
import sklearn
from sklearn.cluster import SpectralClustering
from sklearn.metrics import adjusted_rand_score, pairwise_distances

generator = numpy.random.default_rng(5)


def planted(rows, groups, per_group, background, on, off):
    """Rows of `groups` equally likely groups; each has `per_group` columns of its own at rate `on`, the others' at `off`."""
    truth = generator.integers(groups, size=rows)
    rates = numpy.full((rows, groups * per_group), off)
    for row, group in enumerate(truth):
        rates[row, group * per_group : (group + 1) * per_group] = on
    rates = numpy.hstack([rates, numpy.broadcast_to(numpy.linspace(0.02, 0.7, background), (rows, background))])
    return truth, generator.random(rates.shape) < rates


cases = []
for rows, groups, per_group, background, on, off in [(120, 3, 12, 20, 0.6, 0.03), (200, 5, 10, 30, 0.5, 0.05), (90, 2, 20, 15, 0.4, 0.1)]:
    truth, present = planted(rows, groups, per_group, background, on, off)
    affinity = 1 - pairwise_distances(present, metric="jaccard")
    inner = affinity - numpy.diag(numpy.diag(affinity))
    root = 1 / numpy.sqrt(inner.sum(axis=1))
    eigenvalues = numpy.linalg.eigh(root[:, None] * inner * root[None, :])[0][::-1]
    labels = SpectralClustering(n_clusters=groups, affinity="precomputed", random_state=42).fit_predict(affinity)
    cases.append(
        {
            "k": groups,
            "rows": ["".join("1" if bit else "0" for bit in row) for row in present],
            "truth": truth.tolist(),
            "firstAffinities": [round(float(value), 12) for value in affinity[0]],
            "eigenvalues": [float(value) for value in eigenvalues[: groups + 1]],
            "labels": labels.tolist(),
            "truthAgreement": float(adjusted_rand_score(truth, labels)),
        }
    )

# Two groupings with unassigned things, for the agreement measures.
first, second = generator.integers(4, size=60), generator.integers(-1, 3, size=60)
rand = {"a": first.tolist(), "b": second.tolist(), "adjustedRand": float(adjusted_rand_score(first, second))}
symmetric = generator.normal(size=(40, 40))
symmetric = symmetric + symmetric.T
spectrum = {"matrix": [float(value) for value in symmetric.ravel()], "eigenvalues": [float(value) for value in numpy.linalg.eigvalsh(symmetric)[::-1]]}

versions = {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
out = pathlib.Path(__file__).with_name("spectral.json.gz")
out.write_bytes(gzip.compress((json.dumps({"versions": versions, "cases": cases, "rand": rand, "spectrum": spectrum}) + "\n").encode(), mtime=0))
