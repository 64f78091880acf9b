"""Learns the word vectors: cosines of summed word vectors follow the teacher's cosines. Writes resources/embedder/words.bin.gz."""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parent))
import numpy as np
import torch
from documents import options
from evaluate import ROOT, score
from evaluation_sets import labels, queries
from segmentation import pieces, rows, words
from sklearn.cluster import MiniBatchKMeans
from static_embedder import StaticEmbedder, quantise, write
from teacher import encode_cached
from torch.nn import functional

LONGEST = 20  # rows of a text; what follows is left out in training
TEMPERATURE = 0.05
CLUSTERS = 256


def first_table(entries: list[str], word_vectors: np.ndarray, counts: dict[str, int], basis: np.ndarray) -> np.ndarray:
    """
    [entries, d]: the teacher's vector of each entry alone on the basis, times a / (a + p), p the word's share of the text, a = 0.001
    (smooth inverse frequency, Arora and others 2017); pieces start at a third of that.
    """
    total = sum(counts.values())
    share = np.array([counts.get(entry, 0) / total for entry in entries])
    weight = 1e-3 / (1e-3 + share) * np.where([entry.startswith('##') for entry in entries], 1 / 3, 1)
    return (word_vectors @ basis * weight[:, None]).astype(np.float32)


def padded(lists: list[list[int]], filler: int) -> torch.Tensor:
    out = np.full((len(lists), LONGEST), filler, np.int32)
    for place, each in enumerate(lists):
        out[place, : min(len(each), LONGEST)] = each[:LONGEST]
    return torch.from_numpy(out)


def in_pieces(texts: list[str], row_of: dict[str, int], draw: np.random.Generator) -> list[list[int]]:
    """Rows of the texts where two of five words of over four letters are taken as if they were unknown, so that pieces learn too."""
    split = {}
    for word in [word for word in row_of if word.isalpha() and len(word) > 4]:
        row = row_of.pop(word)
        split[row] = pieces(word, row_of)
        row_of[word] = row
    found = []
    for text in texts:
        own = rows(text, row_of)
        chance = draw.random(len(own))
        found.append([piece for row, each in zip(own, chance) for piece in (split.get(row) or [row] if each < 0.4 else [row])])
    return found


class Sampler:
    """Batches half drawn at random and half from four neighbourhoods, so that close pairs, which decide rankings, are among them."""

    def __init__(self, vectors: np.ndarray, draw: np.random.Generator):
        cluster = MiniBatchKMeans(CLUSTERS, random_state=0, n_init=1, batch_size=4096, max_iter=30).fit_predict(vectors)
        order = np.argsort(cluster, kind='stable')
        self.members = np.split(order, np.flatnonzero(np.diff(cluster[order])) + 1)
        self.count, self.draw = len(vectors), draw

    def batch(self, size: int) -> np.ndarray:
        near = [self.draw.choice(self.members[self.draw.integers(len(self.members))], size // 8) for _ in range(4)]
        return np.unique(np.concatenate([*near, self.draw.integers(self.count, size=size // 2)]))


def loss_of(student: torch.Tensor, teacher: torch.Tensor) -> torch.Tensor:
    """Squared error of all cosines of a batch, and the divergence of the neighbours' shares exp(cosine / temperature), self left out."""
    own = functional.normalize(student, dim=1)
    own, target = own @ own.T, teacher @ teacher.T
    away = torch.eye(len(own), dtype=torch.bool)
    squared = (own - target).masked_fill(away, 0).square().mean()
    logits = (own / TEMPERATURE).masked_fill(away, -1e4)
    wanted = functional.softmax((target / TEMPERATURE).masked_fill(away, -1e4), dim=1)
    return 20 * squared + functional.kl_div(functional.log_softmax(logits, dim=1), wanted, reduction='batchmean')


def train(given, entries, texts, vectors, first, draw) -> np.ndarray:
    """[entries, d] float32: the first table's rows, each with a factor and a change of its own that are learned; only a batch's rows move."""
    row_of = {entry: row for row, entry in enumerate(entries)}
    plain = padded([rows(text, row_of) for text in texts], len(entries))
    split = padded(in_pieces(texts, row_of, draw), len(entries))
    sampler = Sampler(vectors, draw)
    taught = torch.from_numpy(vectors)
    start = torch.cat([torch.from_numpy(first), torch.zeros(1, first.shape[1])])
    factor = torch.nn.Embedding(len(start), 1, sparse=True)
    change = torch.nn.Embedding(*start.shape, sparse=True)
    torch.nn.init.zeros_(factor.weight)
    torch.nn.init.zeros_(change.weight)
    optimiser = torch.optim.SparseAdam(
        [{'params': [factor.weight], 'lr': 10 * given.learning_rate}, {'params': [change.weight]}], lr=given.learning_rate
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, (step + 1) / 50) * max(0.0, 1 - step / given.steps))
    mean = 0.0
    for step in range(given.steps):
        places = torch.from_numpy(sampler.batch(given.batch))
        use = torch.where(torch.rand(len(places), 1) < 0.15, split[places], plain[places])
        used, inverse = use.flatten().unique(return_inverse=True)
        table = (start[used] * factor(used).exp() + change(used)) * (used < len(entries))[:, None]
        loss = loss_of(table[inverse].view(*use.shape, -1).sum(1), taught[places])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        mean += (loss.item() - mean) * max(0.02, 1 / (step + 1))
        if (step + 1) % 250 == 0:
            print(f'step {step + 1} loss {mean:.4f}', flush=True)
    with torch.no_grad():
        return (start * factor.weight.exp() + change.weight)[:-1].numpy()


if __name__ == '__main__':
    parser = options(__doc__)
    parser.add_argument('--dimensions', type=int, default=240)
    parser.add_argument('--steps', type=int, default=2_500)
    parser.add_argument('--batch', type=int, default=768)
    parser.add_argument('--learning-rate', type=float, default=2e-3)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--out', type=Path, default=ROOT / 'resources/embedder')
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(1)
    draw = np.random.default_rng(2)
    entries = json.loads((given.work / 'vocabulary.json').read_text())
    counts = json.loads((given.work / 'word-counts.json').read_text())
    texts = json.loads((given.work / 'phrases.json').read_text())
    vectors = encode_cached(texts, given.work)
    own_words = encode_cached([entry.removeprefix('##') for entry in entries], given.work)
    # Texts of the evaluation are kept out, single words excepted: every word of the vocabulary is learned.
    judged = {' '.join(words(text)) for text in labels() + [each for part in ('development', 'test') for each, _ in queries(part)]}
    kept = [place for place, text in enumerate(texts) if ' ' not in text or ' '.join(words(text)) not in judged]
    texts, vectors = [texts[place] for place in kept], vectors[kept]
    basis = np.linalg.svd(vectors[::4], full_matrices=False)[2][: given.dimensions].T
    # Turned at random, so that no column has most of the size: rows then lose least to four bits. Cosines do not notice.
    basis = basis @ np.linalg.qr(draw.normal(size=(given.dimensions, given.dimensions)))[0]
    first = first_table(entries, own_words, counts, basis)
    print('before', json.dumps(score(StaticEmbedder('first', entries, first), given.work, 'development')))
    table = train(given, entries, texts, vectors, first, draw)
    print('after', json.dumps(score(StaticEmbedder('trained', entries, table), given.work, 'development')))
    scales, values = quantise(table)
    write(given.out, f'minilm-words-{given.dimensions}', entries, scales, values)
    print('written', json.dumps(score(StaticEmbedder.read(given.out), given.work, 'development')))
