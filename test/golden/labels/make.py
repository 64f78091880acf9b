"""Label files in the layouts of other tools, and what they hold (expected.json).

    python make.py

Columns and keys are those of: Neuronpedia's export script (utils/neuronpedia-utils/neuronpedia_utils/export-data.py: Explanation,
Source; rows with json.dumps, ordered by the index as text), its API for one feature, Goodfire's client (Feature: uuid, label,
max_activation_strength, index_in_sae) written by pandas, the map of labels that interp_embed reads, SAEDashboard's batches with the
explanation SAELens adds, and delphi (delphi/__main__.py: one JSON string a file; scores a list of judged examples).
"""
import gzip
import io
import json
import platform
import shutil
from pathlib import Path

import pandas as pd

here = Path(__file__).parent
labels = {
    2: "the word \"but\", before a contrast",
    3: "greetings, in Hebrew שלום and Arabic مرحبا 👋🏽",
    10: "- a dash that begins a list\nand its next line",
    11: "=SUM(A1) formulas",
    30: "'-ing' endings after a verb of motion",
}
accuracy = {2: (8, 10, 9, 10), 3: (10, 10, 5, 10)}  # latent: right and judged of activating, of others


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def neuronpedia():
    source = {
        "id": "6-res-jb", "modelId": "gpt2-small", "setName": "res-jb", "creatorId": "c", "hasDashboards": True,
        "saelensConfig": {"d_in": 8, "d_sae": 32, "hook_name": "blocks.6.hook_resid_pre"}, "saelensRelease": "gpt2-small-res-jb",
        "saelensSaeId": "blocks.6.hook_resid_pre", "hfRepoId": "jbloom/GPT2-Small-SAEs", "createdAt": "2024-05-07T20:24:31.812000",
    }
    write(here / "neuronpedia/source.jsonl", json.dumps(source) + "\n")
    rows = []
    for at, latent in enumerate(sorted(labels, key=str)):
        rows.append({
            "id": f"clx{at}", "modelId": "gpt2-small", "layer": "6-res-jb", "index": str(latent), "authorId": "clkht01d40000jv08hvalcvly",
            "description": labels[latent], "embedding": json.dumps([0.1234567890123456789, -0.5] * 4),
            "typeName": "oai_token-act-pair", "explanationModelName": "gpt-4o-mini",
            "umap_x": 1.5, "umap_y": 0, "umap_cluster": None, "umap_log_feature_sparsity": -3.25,
        })
    rows.insert(0, {**rows[0], "id": "old", "description": "an earlier explanation", "explanationModelName": "gpt-3.5-turbo"})
    for batch in range(0, len(rows), 4):
        lines = "".join(json.dumps(row) + "\n" for row in rows[batch : batch + 4])
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
            file.write(lines.encode())
        write(here / f"neuronpedia/explanations/batch-{batch // 4}.jsonl.gz", buffer.getvalue())
    feature = {
        "modelId": "gpt2-small", "layer": "6-res-jb", "index": "3", "sourceSetName": "res-jb", "creatorId": "c", "vector": [],
        "pos_str": [" hi"], "pos_values": [1.25], "hookName": "blocks.6.hook_resid_pre",
        "activations": [{"tokens": ["[", "{", "\""], "values": [0, 1, 0], "maxValue": 1}],
        "explanations": [{
            "id": "clx", "modelId": "gpt2-small", "layer": "6-res-jb", "index": "3", "description": labels[3], "notes": None,
            "typeName": "oai_token-act-pair", "explanationModelName": "gpt-4o-mini", "createdAt": "2024-05-07T20:24:31.812Z",
            "scores": [{"value": 0.8125, "explanationScoreTypeName": "eleuther_recall", "explanationScoreModelName": "gpt-4o"}],
        }],
    }
    write(here / "neuronpedia-feature.json", json.dumps(feature, indent=2))


def goodfire():
    features = [
        {"uuid": f"00000000-0000-4000-8000-{latent:012d}", "label": text, "max_activation_strength": 3.5, "index_in_sae": latent}
        for latent, text in labels.items()
    ]
    pd.DataFrame(features).to_csv(here / "goodfire.csv", index=False)
    write(here / "goodfire.json", json.dumps(features, indent=1, ensure_ascii=False))
    write(here / "goodfire-map.json", json.dumps({str(latent): text for latent, text in labels.items()}))


def saedashboard():
    features = [
        {"feature_index": latent, "neg_str": ["a"], "pos_str": ["{"], "frac_nonzero": 0.01, "n_prompts_total": 4,
         "activations": [{"tokens": ["\\\"]"], "values": [1.0], "bin_min": -1}],
         "autointerp_explanation": text, "autointerp_explanation_score": 0.5}
        for latent, text in labels.items()
    ]
    batch = {"model_id": "gpt2-small", "layer": 6, "sae_set": "res-jb", "sae_id_suffix": "", "features": features}
    write(here / "saedashboard/batch-0.json", json.dumps(batch))
    write(here / "saedashboard/run_settings.json", json.dumps({"sae_set": "res-jb", "n_prompts_total": 4}))


def judged(latent):
    right, activating, rejected, others = accuracy[latent]
    example = lambda truth, prediction: {
        "str_tokens": [" a", "\n"], "activations": [0.0, 1.0], "distance": 1 if truth else -1, "activating": truth,
        "prediction": prediction, "probability": None, "correct": None if prediction is None else prediction == truth,
    }
    return (
        [example(True, at < right) for at in range(activating)]
        + [example(False, at >= rejected) for at in range(others)]
        + [example(True, None)]
    )


def delphi():
    for latent, text in labels.items():
        write(here / f"delphi/explanations/layers.5_latent{latent}.txt", json.dumps(text, ensure_ascii=False))
    for latent in accuracy:
        for scorer in ("detection", "fuzz"):
            write(here / f"delphi/scores/{scorer}/layers.5_latent{latent}.txt", json.dumps(judged(latent)))
    write(here / "delphi/run_config.json", json.dumps({"model": "openai-community/gpt2", "hookpoints": ["layers.5"]}))


for folder in ("neuronpedia", "saedashboard", "delphi"):
    shutil.rmtree(here / folder, ignore_errors=True)
neuronpedia()
goodfire()
saedashboard()
delphi()
balanced = {latent: (a / b + c / d) / 2 for latent, (a, b, c, d) in accuracy.items()}
expected = {"python": platform.python_version(), "pandas": pd.__version__, "labels": labels, "balancedAccuracy": balanced}
write(here / "expected.json", json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
