"""Writes a trained tagger for kg: names.onnx, and the tokenizer beside it."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from export import shrink
from name_network import Network, scales
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from kg.nlp.tagger import FILES, arrays

AXES = {0: "passage", 1: "piece"}


class Finished(nn.Module):
    """The network with probabilities for logits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> Tensor:
        """See the class."""
        logits: Tensor = self.network(*inputs)
        return logits.softmax(-1)


def export(network: Network, tokenizer: Path, folder: Path) -> None:
    """Write both files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if tokenizer.resolve() != (folder / FILES[1]).resolve():
        shutil.copyfile(tokenizer, folder / FILES[1])
    target = folder / FILES[0]
    sample = arrays([([1, 2, 3], [0, 0, 0]), ([4, 5], [0, 0])])
    with TemporaryDirectory() as made:
        whole = Path(made) / FILES[0]
        torch.onnx.export(
            Finished(network).eval(),
            tuple(torch.from_numpy(value) for value in sample.values()),
            str(whole),
            input_names=list(sample),
            output_names=["labels"],
            dynamic_axes=dict.fromkeys([*sample, "labels"], AXES),
            opset_version=17,
            dynamo=False,
        )
        shrink(whole, target, ["MatMul"])
    model = onnx.load(target)
    vocabulary = network.bert.embeddings.word_embeddings.weight
    for tensor in list(model.graph.initializer):
        if tensor.dims[:1] == [len(vocabulary)]:
            _pack(model, tensor)
    onnx.save(model, target)


def _pack(model: onnx.ModelProto, tensor: onnx.TensorProto) -> None:
    """Replace the table of word pieces by four bits a number and a scale for each row.

    A byte holds a number of the left half of a row and one of the right. onnxruntime unpacks the
    table once, on loading; the numbers are those of training.
    """
    table = torch.from_numpy(numpy_helper.to_array(tensor).copy())
    scale = scales(table)
    whole = ((table / scale).round() + 7).to(torch.uint8).numpy()
    left, right = np.hsplit(whole, 2)
    name = tensor.name
    constants = {
        "packed": left * 16 + right,
        "scale": scale.numpy().astype(np.float32),
        "sixteen": np.array(16, np.float32),
        "seven": np.array(7, np.float32),
    }
    model.graph.initializer.remove(tensor)
    model.graph.initializer.extend(
        numpy_helper.from_array(value, f"{name}.{key}") for key, value in constants.items()
    )
    steps = (
        ("Cast", ["packed"], "bytes", {"to": TensorProto.FLOAT}),
        ("Div", ["bytes", "sixteen"], "share", {}),
        ("Floor", ["share"], "left", {}),
        ("Mul", ["left", "sixteen"], "high", {}),
        ("Sub", ["bytes", "high"], "right", {}),
        ("Concat", ["left", "right"], "both", {"axis": 1}),
        ("Sub", ["both", "seven"], "whole", {}),
    )
    nodes = [
        helper.make_node(kind, [f"{name}.{i}" for i in inputs], [f"{name}.{out}"], **options)
        for kind, inputs, out, options in steps
    ]
    nodes.append(helper.make_node("Mul", [f"{name}.whole", f"{name}.scale"], [name]))
    for at, node in enumerate(nodes):
        model.graph.node.insert(at, node)
