"""Writes a trained network for kg: model.onnx, with weights in 8 bits, and the tokenizer."""

import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Network
from onnx import helper, numpy_helper
from torch import Tensor, nn

from kg.model import Mention
from kg.nlp.encoding import encode
from kg.nlp.network import arrays
from kg.nlp.pieces import load_tokenizer
from kg.nlp.windows import Window

# Smaller weights stay as they are: they are few, and norms and biases are not robust.
SMALLEST = 10_000
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
    target = folder / "model.onnx"
    torch.onnx.export(
        Finished(network).eval(),
        tuple(torch.from_numpy(value) for value in _sample(tokenizer).values()),
        str(target),
        input_names=list(INPUTS),
        output_names=["predicates", "statuses", "kinds_of_entities"],
        dynamic_axes=INPUTS,
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(target)
    for tensor in list(model.graph.initializer):
        if np.prod(tensor.dims) >= SMALLEST and tensor.data_type == onnx.TensorProto.FLOAT:
            shrink(model, tensor)
    onnx.save(model, target)


def _sample(tokenizer: Path) -> dict[str, np.ndarray]:
    text = "Acme buys parts from Zenith and Omega."
    names = ("Acme", "Zenith", "Omega")
    places = [(text.index(name), name) for name in names]
    seen = [Mention(at, at + len(n), n, "Company", n, 1.0, "exact") for at, n in places]
    window = Window(text, 0, tuple(seen), ())
    encoded = encode(window, load_tokenizer(tokenizer))
    return arrays([encoded, encoded], [{}, {}])


def shrink(model: onnx.ModelProto, tensor: onnx.TensorProto) -> None:
    """Replace a matrix by 8-bit integers and a scale for each column; it is made whole on loading.

    onnxruntime folds the two operations once, so that it computes with 32 bits as before.
    """
    weights = numpy_helper.to_array(tensor)
    axis = 1 if weights.shape[0] > 4 * weights.shape[1] else 0  # a scale for each row of a table
    scale = np.maximum(np.abs(weights).max(axis=axis, keepdims=True), 1e-9) / 127
    small = np.round(weights / scale).astype(np.int8)
    name = tensor.name
    model.graph.initializer.remove(tensor)
    model.graph.initializer.extend(
        [
            numpy_helper.from_array(small, f"{name}.small"),
            numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"),
        ]
    )
    model.graph.node.insert(0, helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [name]))
    model.graph.node.insert(
        0,
        helper.make_node("Cast", [f"{name}.small"], [f"{name}.wide"], to=onnx.TensorProto.FLOAT),
    )
