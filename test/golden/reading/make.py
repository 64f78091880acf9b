"""Golden values of reading the demo corpora with the bundled lens: what PyTorch makes of them.

    python test/golden/reading/make.py      (with training/requirements.txt; writes reading.json.gz beside this file)

For each of the first 64 documents of both corpora, channel `text`: its number of tokens, the SHA-256 of its token ids (int32, little endian), how many
token activations are above 0, how many latents are, their sum of pooled activations, and the twelve strongest [latent, pooled activation].
"""

import gzip
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

root = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(root / 'training'))
from reference_activations import encode_documents, load_lens  # noqa: E402

folder = root / 'resources' / 'lenses' / 'etalon-small'
lens = load_lens(folder)
documents = []
for corpus in ('assistant-a', 'assistant-b'):
    rows = [json.loads(line) for line in (root / 'resources' / 'demo' / f'{corpus}.jsonl').read_text(encoding='utf8').split('\n')[:64]]
    arrays = encode_documents(lens, [row['text'] for row in rows], with_residual=False)
    for at, row in enumerate(rows):
        first, end = arrays['document_offsets'][at:at + 2]
        entries = slice(arrays['row_offsets'][first], arrays['row_offsets'][end])
        pooled = np.zeros(lens.latents, dtype=np.float32)
        np.maximum.at(pooled, arrays['latents'][entries], arrays['values'][entries])
        strongest = np.lexsort((np.arange(lens.latents), -pooled))[:12]
        documents.append({
            'corpus': corpus, 'id': row['id'], 'tokens': int(end - first),
            'tokenIds': hashlib.sha256(arrays['token_ids'][first:end].astype('<i4').tobytes()).hexdigest(),
            'nonzeros': int(entries.stop - entries.start), 'latents': int((pooled > 0).sum()), 'sum': float(pooled.sum(dtype=np.float64)),
            'strongest': [[int(latent), float(pooled[latent])] for latent in strongest],
        })
made = {'by': 'test/golden/reading/make.py', 'versions': {name: version(name) for name in ('torch', 'numpy', 'tokenizers', 'onnx', 'safetensors')}}
lines = ',\n'.join(json.dumps(document) for document in documents)
(Path(__file__).parent / 'reading.json.gz').write_bytes(gzip.compress(f'{{"made": {json.dumps(made)},\n"documents": [\n{lines}\n]}}\n'.encode(), mtime=0))
print(len(documents), 'documents')
