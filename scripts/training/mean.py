"""The mean of trained networks that began alike, out of what export.py wrote of each.

python scripts/training/mean.py MODEL MODEL [MODEL ...] TARGET

Weights in 8 bits are read as the numbers that they stand for, and their mean is stored in 8 bits
again. It does better than any of the networks if their heads began with the same weights (the
same seed) and learned in another order or from more (Wortsman et al. 2022, "Model soups").
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

Arrays = Mapping[str, NDArray[np.generic]]

# How export.py names what stands for the weights NAME, and how far it goes: 7 bits where they are
# multiplied, 8 where they are looked up.
STORED, SCALE, ZERO = "_quantized", "_scale", "_zero_point"
MOST = {np.dtype(np.int8): 63, np.dtype(np.uint8): 255}


def main() -> None:
    """Read, average, write."""
    *sources, target = map(Path, sys.argv[1:])
    write_mean(sources, target)


def write_mean(sources: Sequence[Path], target: Path) -> None:
    """Write the mean of the networks, which are of one shape."""
    models = [onnx.load(source) for source in sources]
    held = [{i.name: numpy_helper.to_array(i) for i in m.graph.initializer} for m in models]
    mean = models[0]
    made: dict[str, NDArray[np.generic]] = {}
    for name, value in held[0].items():
        stem = name.removesuffix(STORED)
        if stem != name:
            whole = np.mean([_read(arrays, stem) for arrays in held], axis=0, dtype=np.float32)
            made |= _stored(stem, whole, held[0])
        elif value.dtype == np.float32 and not name.endswith((SCALE, ZERO)):
            made[name] = np.mean([arrays[name] for arrays in held], axis=0, dtype=np.float32)
    for tensor in mean.graph.initializer:
        if tensor.name in made:
            tensor.CopyFrom(numpy_helper.from_array(made[tensor.name], tensor.name))
    onnx.save(mean, target)


def _read(arrays: Arrays, stem: str) -> NDArray[np.float32]:
    stored, zero = (arrays[stem + end].astype(np.float32) for end in (STORED, ZERO))
    whole: NDArray[np.float32] = (stored - zero) * arrays[stem + SCALE]
    return whole


def _stored(stem: str, whole: NDArray[np.float32], like: Arrays) -> Arrays:
    """The weights as they are stored: signed around 0, by column, or unsigned from the least."""
    kind, scales = like[stem + STORED].dtype, like[stem + SCALE]
    most = MOST[kind]
    if kind == np.int8:
        scale = np.abs(whole).max(axis=0 if scales.ndim else None) / most
        zero, least = like[stem + ZERO], -most
    else:
        scale = (max(0.0, whole.max()) - min(0.0, whole.min())) / most
        zero, least = np.rint(-min(0.0, whole.min()) / scale), 0
    scale = np.maximum(scale, 1e-12)
    values = np.clip(np.rint(whole / scale) + zero, least, most)
    return {
        stem + STORED: values.astype(kind),
        stem + SCALE: np.asarray(scale, np.float32).reshape(scales.shape),
        stem + ZERO: np.asarray(zero).astype(kind).reshape(like[stem + ZERO].shape),
    }


if __name__ == "__main__":
    main()
