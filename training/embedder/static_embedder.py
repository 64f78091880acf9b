"""
The embedder's file and its arithmetic; `src/main/engine/embedder` does the same.

File `words.bin.gz`, gzipped, little-endian:
    8 bytes   'etalonwv'
    uint32    format, 1
    uint32    entries n
    uint32    dimensions d
    uint32    bytes of the name
    uint32    bytes of the word list
    uint32    CRC-32 of all that follows
    name and word list, UTF-8, the words in row order each ended by a line feed; zeros up to a multiple of 4
    float32   scales [n]
    bytes     rows [n, d / 2]: two values of -7..7 each, in two's complement, the even column in the lower four bits; d is even
A word's vector is scale * row; its length is the word's weight. A text's vector is the sum over its words, brought to unit length.
"""

import gzip
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from segmentation import rows

MAGIC = b'etalonwv'
HEADER = '<8s6I'
LEVELS = 7


@dataclass
class StaticEmbedder:
    name: str
    entries: list[str]
    table: np.ndarray  # [entries, dimensions] float32, dequantised

    def __post_init__(self):
        self.row_of = {entry: row for row, entry in enumerate(self.entries)}

    @staticmethod
    def read(folder: Path) -> 'StaticEmbedder':
        content = gzip.decompress((Path(folder) / 'words.bin.gz').read_bytes())
        _, _, count, dimensions, name_bytes, list_bytes, _ = struct.unpack_from(HEADER, content)
        start = struct.calcsize(HEADER)
        name = content[start : start + name_bytes].decode()
        entries = content[start + name_bytes : start + name_bytes + list_bytes].decode().split('\n')[:-1]
        at = start + -(-(name_bytes + list_bytes) // 4) * 4
        scales = np.frombuffer(content, '<f4', count, at)
        packed = np.frombuffer(content, np.int8, count * dimensions // 2, at + 4 * count).reshape(count, -1)
        values = np.stack([packed << 4 >> 4, packed >> 4], axis=2).reshape(count, dimensions)
        return StaticEmbedder(name, entries, values * scales[:, None])

    def embed_all(self, texts: list[str]) -> np.ndarray:
        """[texts, dimensions] float32, unit rows; zeros where no word or piece is known."""
        found = np.zeros((len(texts), self.table.shape[1]), np.float32)
        for place, text in enumerate(texts):
            found[place] = self.table[rows(text, self.row_of)].sum(0)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """
    Scales [n] and rows [n, d] of -7..7, int8: of eleven scales between half and all of what the row's largest value asks for, the one with
    the least squared error; larger values are cut.
    """
    largest = np.maximum(np.abs(table).max(1), 1e-8).astype(np.float32)
    scales, values = np.zeros_like(largest), np.zeros(table.shape, np.int8)
    least = np.full(len(table), np.inf)
    for part in np.linspace(0.5, 1, 11, dtype=np.float32):
        scale = largest * part / np.float32(LEVELS)
        rounded = np.clip(np.rint(table / scale[:, None]), -LEVELS, LEVELS)
        error = np.square(rounded * scale[:, None] - table).sum(1)
        better = error < least
        least[better], scales[better], values[better] = error[better], scale[better], rounded[better]
    return scales, values


def write(folder: Path, name: str, entries: list[str], scales: np.ndarray, values: np.ndarray) -> None:
    words = ''.join(entry + '\n' for entry in entries).encode()
    text = name.encode() + words
    packed = (values[:, 0::2] & 15) | (values[:, 1::2] << 4)
    body = text + bytes(-len(text) % 4) + scales.astype('<f4').tobytes() + packed.astype(np.int8).tobytes()
    header = struct.pack(HEADER, MAGIC, 1, len(entries), values.shape[1], len(name.encode()), len(words), zlib.crc32(body))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'words.bin.gz').write_bytes(gzip.compress(header + body, 9, mtime=0))
