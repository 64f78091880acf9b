"""Golden values for test/unit/sae: SAELens' own encoders, saved by SAELens.

    python3 -m venv venv && venv/bin/pip install sae-lens==6.54.12
    venv/bin/python test/golden/sae/sae-lens.py

Run from the repository root. Writes for each architecture a folder as SAELens saves it, and activations.json: the input x [6, 8], and what
SAELens encodes it to in each folder, [6, 16].
"""

import json
import shutil
from pathlib import Path

import sae_lens
import torch
from sae_lens import GatedSAE, GatedSAEConfig, JumpReLUSAE, JumpReLUSAEConfig, StandardSAE, StandardSAEConfig, TopKSAE, TopKSAEConfig

HERE = Path(__file__).parent
D_IN, D_SAE = 8, 16

CASES = {
    'standard': (StandardSAE, StandardSAEConfig, {}),
    'standard-unshifted': (StandardSAE, StandardSAEConfig, {'apply_b_dec_to_input': False}),
    'standard-layer-norm': (StandardSAE, StandardSAEConfig, {'normalize_activations': 'layer_norm'}),
    'standard-length': (StandardSAE, StandardSAEConfig, {'normalize_activations': 'constant_norm_rescale'}),
    'jumprelu': (JumpReLUSAE, JumpReLUSAEConfig, {}),
    'topk': (TopKSAE, TopKSAEConfig, {'k': 5}),
    'topk-rescaled': (TopKSAE, TopKSAEConfig, {'k': 5, 'rescale_acts_by_decoder_norm': True}),
    'gated': (GatedSAE, GatedSAEConfig, {}),
}


def main() -> None:
    torch.manual_seed(0)
    x = torch.randn(6, D_IN) * 2 + 0.5
    golden = {'sae_lens': sae_lens.__version__, 'x': x.tolist(), 'activations': {}}
    for name, (sae_class, config_class, options) in CASES.items():
        sae = sae_class(config_class(d_in=D_IN, d_sae=D_SAE, **options))
        with torch.no_grad():
            for parameter in sae.parameters():
                parameter.copy_(torch.randn_like(parameter) * 0.5)
            if name == 'jumprelu':
                # Some below zero: a value must also be positive.
                sae.threshold.copy_(torch.randn(D_SAE) * 0.5 + 0.3)
            acts = sae.encode(x)
            activations = (acts.to_dense() if acts.is_sparse else acts).tolist()
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        sae.cfg.metadata.hook_name = 'blocks.0.hook_resid_post'
        sae.save_model(folder)
        for file in folder.iterdir():
            if file.name not in ('cfg.json', 'sae_weights.safetensors'):
                file.unlink()
        golden['activations'][name] = activations
    (HERE / 'activations.json').write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
