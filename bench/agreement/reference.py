"""Tokens and activations of documents in PyTorch, as flat files for bench/agreement/run.ts.

    python reference.py LENS texts.jsonl OUT

OUT/: document_offsets.i64 [documents + 1], token_ids.i32 [tokens], row_offsets.i64 [tokens + 1], latents.i32 and values.f32 [non-zeros].
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'training'))
from reference_activations import encode_documents, load_lens  # noqa: E402

lens, texts, out = (Path(argument) for argument in sys.argv[1:4])
documents = [json.loads(line)['text'] for line in texts.read_text(encoding='utf8').split('\n') if line]
arrays = encode_documents(load_lens(lens), documents, with_residual=False)
out.mkdir(parents=True, exist_ok=True)
for name, dtype, ending in (('document_offsets', '<i8', 'i64'), ('token_ids', '<i4', 'i32'), ('row_offsets', '<i8', 'i64'), ('latents', '<i4', 'i32'), ('values', '<f4', 'f32')):
    arrays[name].astype(dtype).tofile(out / f'{name}.{ending}')
