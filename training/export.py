"""Turns what `train.py` left into the ONNX file that the kiosk runs: weights in eight bits, about 23 MB.

python3 training/export.py --weights FOLDER/encoder.safetensors --out assets/encoder/encoder.onnx

Needs PyTorch, onnx and onnxruntime.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from bert import Bert
from onnxruntime.quantization import QuantType, quantize_dynamic

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


def export(weights: Path, out: Path) -> None:
    model = Bert()
    model.load(weights)
    model.eval()
    given = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in INPUTS)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model,
            given,
            str(whole),
            input_names=INPUTS,
            output_names=["meaning", "fit"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in INPUTS}
            | {"meaning": {0: "texts"}, "fit": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)


def main() -> None:
    parser = ArgumentParser(description="Writes the encoder as ONNX in eight bits.")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    export(given.weights, given.out)


if __name__ == "__main__":
    main()
