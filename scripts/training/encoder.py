"""The pretrained encoder as the trainings read it, out of its ONNX form.

python scripts/training/encoder.py FOLDER

FOLDER holds NAME.onnx, a BERT that torch exported, and NAME-tokenizer.json. Beside them are
written model.safetensors, config.json and tokenizer.json. Needs no torch.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, numpy_helper
from safetensors.numpy import save_file

# Of MiniLM and what follows it (Wang et al. 2020), of which bge-small-en-v1.5 is one; not told by
# the weights.
HEADS = 12


def main() -> None:
    """Write the three files."""
    folder = Path(sys.argv[1])
    (model,) = folder.glob("*.onnx")
    state = weights(onnx.load(model))
    table = state["embeddings.word_embeddings.weight"]
    inner = state["encoder.layer.0.intermediate.dense.weight"]
    options = {
        "vocab_size": table.shape[0],
        "hidden_size": table.shape[1],
        "intermediate_size": inner.shape[0],
        "num_attention_heads": HEADS,
        "num_hidden_layers": 1 + max(int(n.split(".")[2]) for n in state if ".layer." in n),
    }
    save_file(state, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(options), encoding="utf-8")
    shutil.copyfile(model.with_name(f"{model.stem}-tokenizer.json"), folder / "tokenizer.json")


def weights(model: ModelProto) -> dict[str, np.ndarray]:
    """The weights by the names that torch gives them.

    Matrices lose theirs when exported, and are turned; their biases, added next, keep it.
    """
    held = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    state = {name: held[name] for name in held if name.startswith(("embeddings.", "encoder."))}
    adding = [node for node in model.graph.node if node.op_type == "Add"]
    added = {name: node for node in adding for name in node.input}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in held:
            (bias,) = (name for name in added[node.output[0]].input if name in held)
            matrix = np.ascontiguousarray(held[node.input[1]].T)
            state[f"{bias.removesuffix('bias')}weight"] = matrix
    return state


if __name__ == "__main__":
    main()
