"""Golden values for test/unit/tensor-files: files as NumPy and torch write them.

    python3 -m venv venv && venv/bin/pip install torch==2.15.0 numpy==2.4.6
    venv/bin/python test/golden/tensor-files/make.py

Run from the repository root. Writes files that are read, whose tensors (element type, shape, values by rows) and plain values are in
expected.json; and files that are refused, with what the sentence has to name.
"""

import json
import os
import random
import warnings
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
warnings.filterwarnings('ignore')


def floats(*shape: int, start: float = 0.0) -> torch.Tensor:
    """Multiples of 0.5, which every type holds exactly."""
    return torch.arange(int(np.prod(shape)), dtype=torch.float32).reshape(shape) * 0.5 + start


class Sae(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = torch.nn.Linear(3, 4)
        self.decoder = torch.nn.Linear(4, 3, bias=False)
        self.b_dec = torch.nn.Parameter(floats(3, start=-1))
        self.register_buffer('k', torch.tensor(2))
        with torch.no_grad():
            self.encoder.weight.copy_(floats(4, 3))
            self.encoder.bias.copy_(floats(4, start=7))
            # As dictionary_learning ties them: the same values, turned.
            self.decoder.weight.data = self.encoder.weight.data.t()


class Evil:
    def __init__(self, call, *args) -> None:
        self.reduced = (call, args)

    def __reduce__(self):
        return self.reduced


def views() -> dict:
    base = floats(6, 4)
    whole = floats(2, 3, 4, start=9)
    return {
        'base': base,
        'rows': base[2:5],
        'turned': base.t(),
        'turned_rows': base[1:3].t(),
        'one_column': base[:, :1].clone(),
        'row': base[3:4],
        'flat': base.flatten(),
        'cube': whole,
        'cube_part': whole[1],
        'scalar': torch.tensor(3.5),
        'nothing': torch.empty(0, 4),
        'ones': floats(1, 1, 5, 1).transpose(0, 3),
    }


def types() -> dict:
    kinds = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8]
    tensors = {str(kind).removeprefix('torch.'): floats(2, 2).to(kind) for kind in kinds}
    return {**tensors, 'bool': torch.tensor([True, False, True])}


def checkpoint(module: Sae) -> dict:
    return {
        'state_dict': module.state_dict(),
        'encoder': {'weight': module.encoder.weight, 'layers': {0: floats(2), '1': floats(3)}},
        'config': {
            'activation': 'TopK',
            'k': 32,
            'seed': 2**63,
            'small': -5,
            'wide': -(2**31),
            'lr': 1e-3,
            'tied': True,
            'name': None,
            'dtype': torch.bfloat16,
            'device': torch.device('cuda', 1),
            'groups': [1, 2, {'a': floats(1)}],
            'shape': torch.Size([3, 4]),
            'betas': (0.9, 0.99, 0.5, 1),
            'text': 'ü漢🦊',
        },
    }


def torch_files(module: Sae) -> dict[str, dict]:
    """By file name, what is in it; torch.save says in which way."""
    files: dict[str, dict] = {
        'module.pt': module.state_dict(),
        'parameters.pth': OrderedDict(W_enc=torch.nn.Parameter(floats(3, 4)), b_enc=torch.nn.Parameter(floats(4), requires_grad=False)),
        'views.pt': views(),
        'types.pt': types(),
    }
    for name, content in files.items():
        torch.save(content, HERE / name)
    for protocol in (2, 3, 4, 5):
        files[f'checkpoint-{protocol}.pt'] = checkpoint(module)
        torch.save(checkpoint(module), HERE / f'checkpoint-{protocol}.pt', pickle_protocol=protocol)
    return files


def npz_files() -> dict[str, dict]:
    kinds = ['f8', 'f4', 'f2', 'i8', 'i4', 'i2', 'i1', 'u8', 'u4', 'u2', 'u1', '?']
    arrays = {np.dtype(kind).name: (np.arange(4).reshape(2, 2) * 0.5).astype(kind) for kind in kinds}
    matrix = floats(3, 4).numpy()
    arrays |= {
        'W_enc': matrix,
        'W_dec': np.asfortranarray(matrix.T * 2 + 1),
        'vector': np.asfortranarray(matrix[0]),
        'column': np.asfortranarray(matrix[:, :1]),
        'scalar': np.float32(1.5),
        'nothing': np.zeros((0, 3), 'f4'),
    }
    np.savez(HERE / 'arrays.npz', **arrays, hook=np.array('blocks.0'), raw=np.array(b'x'))
    versions = {f'version_{major}': matrix for major in (1, 2, 3)}
    with zipfile.ZipFile(HERE / 'versions.npz', 'w') as file:
        for major, (name, array) in enumerate(versions.items(), 1):
            with file.open(f'{name}.npy', 'w') as member:
                np.lib.format.write_array(member, array, version=(major, 0))
        file.writestr('readme.txt', 'not an array')
    return {'arrays.npz': arrays, 'versions.npz': versions}


def refused(module: Sae) -> dict[str, str]:
    """By file name, what the sentence names."""
    contents = {
        'numpy-scalar.pt': ({'W': floats(2), 'k': np.float32(3)}, 'numpy._core.multiarray.scalar'),
        'numpy-array.pt': ({'W': np.zeros(2, 'f4')}, 'numpy._core.multiarray._reconstruct'),
        'module-whole.pt': (module, '__main__.Sae'),
        'set.pt': ({'W': floats(2), 'layers': {1, 2}}, '__builtin__.set'),
        'system.pt': ({'W': floats(2), 'run': Evil(os.system, 'echo run')}, 'posix.system'),
        'eval.pt': (Evil(eval, '1 + 1'), '__builtin__.eval'),
        'getattr.pt': ({'W': Evil(getattr, 'text', 'upper')}, '__builtin__.getattr'),
        'random.pt': ({'state': Evil(random.Random)}, 'random.Random'),
        'gaps.pt': ({'W': floats(4, 4)[:, :2]}, 'W as a view with gaps'),
        'expanded.pt': ({'W': floats(1, 4).expand(3, 4)}, 'W as a view with gaps'),
        'turned-cube.pt': ({'W': floats(2, 3, 4).transpose(0, 1)}, 'W as a view with gaps'),
        'negated-floats.pt': ({'W': torch._neg_view(floats(3))}, 'negation'),
        'complex.pt': ({'W': floats(3).to(torch.complex64)}, 'torch.ComplexFloatStorage'),
        'float8.pt': ({'W': floats(3).to(torch.float8_e4m3fn)}, 'torch.'),
        'sparse.pt': ({'W': floats(3, 3).to_sparse()}, 'torch._utils._rebuild_sparse_tensor'),
    }
    names = {}
    for name, (content, named) in contents.items():
        torch.save(content, HERE / name)
        names[name] = named
    torch.save({'W': floats(2)}, HERE / 'legacy.pt', _use_new_zipfile_serialization=False)
    names['legacy.pt'] = 'torch.save before 1.6'
    np.savez_compressed(HERE / 'compressed.npz', W=np.zeros(9, 'f4'))
    np.savez(HERE / 'big-endian.npz', W=np.zeros(9, '>f4'))
    np.savez(HERE / 'objects.npz', W=np.array([{}], dtype=object))
    np.savez(HERE / 'fields.npz', W=np.zeros(2, [('a', 'f4'), ('b', 'i4')]))
    np.savez(HERE / 'fortran-cube.npz', W=np.asfortranarray(np.zeros((2, 3, 4), 'f4')))
    np.save(HERE / 'single.npy', np.zeros(3, 'f4'))
    return names | {
        'compressed.npz': 'W.npy compressed',
        'big-endian.npz': 'W as big-endian',
        'objects.npz': 'W as Python objects',
        'fields.npz': 'W is not that of a plain array',
        'fortran-cube.npz': 'W in Fortran order',
        'single.npy': 'a single NumPy array',
    }


def flattened(content, name: str = '') -> dict:
    if isinstance(content, dict):
        entries = {}
        for key, value in content.items():
            entries |= flattened(value, f'{name}.{key}' if name else str(key))
        return entries
    return {} if isinstance(content, (list, tuple)) else {name: content}


TYPES = {'float64': 'F64', 'float32': 'F32', 'float16': 'F16', 'bfloat16': 'BF16', 'bool': 'BOOL'}
TYPES |= {f'{sign}{bits}': f'{sign[0].upper()}{bits}' for sign in ('int', 'uint') for bits in (8, 16, 32, 64)}


def described(content: dict) -> dict:
    tensors, values = {}, {}
    for name, value in flattened(content).items():
        if isinstance(value, (torch.Tensor, np.ndarray, np.generic)):
            tensors[name] = [
                TYPES[str(value.dtype).removeprefix('torch.')],
                list(value.shape),
                [float(each) for each in (value.detach() if isinstance(value, torch.Tensor) else value).flatten()],
            ]
        else:
            values[name] = str(value) if isinstance(value, (torch.dtype, torch.device)) else value
    return {'tensors': tensors, 'values': values}


def main() -> None:
    for old in HERE.iterdir():
        if old.name != 'make.py':
            old.unlink()
    module = Sae()
    read = {name: described(content) for name, content in {**torch_files(module), **npz_files()}.items()}
    golden = {'torch': torch.__version__, 'numpy': np.__version__, 'read': read, 'refused': refused(module)}
    (HERE / 'expected.json').write_text(json.dumps(golden, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
