"""Writes a trained network for kg: model.onnx, with weights in 8 bits, and the tokenizer."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from network import Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.model import Mention
from kg.nlp.encoding import encode
from kg.nlp.network import arrays
from kg.nlp.pieces import load_tokenizer
from kg.nlp.windows import Window

INPUTS = {
    "pieces": {0: "window", 1: "piece"},
    "case": {0: "window", 1: "piece"},
    "positions": {0: "window", 1: "piece"},
    "mask": {0: "window", 2: "piece", 3: "piece"},
    "places": {0: "window", 1: "entity", 2: "piece"},
    "pairs": {0: "pair"},
    "hints": {0: "pair"},
    "kinds": {0: "pair"},
}
OUTPUTS = {
    "predicates": {0: "pair"},
    "statuses": {0: "pair"},
    "kinds_of_entities": {0: "window", 1: "entity"},
}


class Finished(nn.Module):
    """The network with probabilities for logits; kinds [B, E, 7] as log-probabilities."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        predicates, statuses, kinds = self.network(*inputs)
        by_window = kinds.unflatten(0, inputs[4].shape[:2])
        return predicates.sigmoid(), statuses.softmax(-1), by_window.log_softmax(-1)


def export(network: Network, tokenizer: Path, folder: Path) -> None:
    """Write model.onnx and tokenizer.json into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    with TemporaryDirectory() as made:
        whole = Path(made) / "model.onnx"
        torch.onnx.export(
            Finished(network).eval(),
            tuple(torch.from_numpy(value) for value in _sample(tokenizer).values()),
            str(whole),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=INPUTS | OUTPUTS,
            opset_version=17,
            dynamo=False,
        )
        shrink(whole, folder / "model.onnx", ["MatMul", "Gather"])


def shrink(whole: Path, target: Path, operations: list[str]) -> None:
    """Write the network with weights of the operations in 8 bits, with which it computes.

    In 7 of them, so that no processor overflows, and all give the same.
    """
    quantize_dynamic(
        whole,
        target,
        op_types_to_quantize=operations,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )


def _sample(tokenizer: Path) -> dict[str, np.ndarray]:
    text = "Acme buys parts from Zenith and Omega."
    names = ("Acme", "Zenith", "Omega")
    places = [(text.index(name), name) for name in names]
    seen = [Mention(at, at + len(n), n, "Company", n, 1.0, "exact") for at, n in places]
    window = Window(text, 0, tuple(seen), ())
    encoded = encode(window, load_tokenizer(tokenizer))
    return arrays([encoded, encoded], [{}, {}])
