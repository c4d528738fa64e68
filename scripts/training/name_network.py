"""The tagger's network and its training."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from loop import HALF, Say, learn
from name_lessons import NONE, Disguise, Passage
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from kg.nlp.pieces import MARK
from kg.nlp.tagger import KINDS, LABELS, arrays, passages, pieces_of

LAYERS = 4
EPOCHS = 4
RATE = 2e-4
BATCH = 1_500
DISGUISED = 0.5


class Network(nn.Module):
    """Gives logits of labels [B, L, LABELS] for the inputs of `kg.nlp.tagger.arrays`."""

    def __init__(self, encoder: Path, layers: int = LAYERS) -> None:
        """With the lower layers of an encoder in a folder with config.json, model.safetensors."""
        super().__init__()
        options = json.loads((encoder / "config.json").read_text("utf-8"))
        known = BertConfig().to_dict()
        config = BertConfig(**{key: value for key, value in options.items() if key in known})
        config.num_hidden_layers = layers
        config._attn_implementation = "eager"
        self.bert = BertModel(config, add_pooling_layer=False)
        weights = load_file(encoder / "model.safetensors")
        self.bert.load_state_dict(
            {key.removeprefix("bert."): value for key, value in weights.items()}, strict=False
        )
        # Names are learned by their surroundings, not by heart. The table is rounded beforehand,
        # so that nothing is lost when it is stored.
        words = self.bert.embeddings.word_embeddings.weight
        words.requires_grad_(False)
        words.copy_(rounded(words))
        self.case = nn.Embedding(MARK, config.hidden_size)
        nn.init.normal_(self.case.weight, std=0.02)
        self.out = nn.Linear(config.hidden_size, LABELS)
        self.drop = nn.Dropout(0.1)

    def forward(self, pieces: Tensor, case: Tensor, mask: Tensor) -> Tensor:
        """See the class."""
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.case(case)
        states = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        logits: Tensor = self.out(self.drop(states))
        return logits


def scales(table: Tensor) -> Tensor:
    """For each row of a table the scale that makes it whole numbers from -7 to 7."""
    return table.abs().amax(1, keepdim=True).clamp(min=1e-9) / 7


def rounded(table: Tensor) -> Tensor:
    """The table as it is stored in four bits a number."""
    scale = scales(table)
    return (table / scale).round() * scale


@dataclass(frozen=True)
class Sample:
    """Pieces, their case, and for each which labels it may have [pieces, LABELS]."""

    ids: Sequence[int]
    case: Sequence[int]
    may: np.ndarray


def samples(passage: Passage, tokenizer: Tokenizer) -> Iterator[Sample]:
    """The passage cut as the tagger will cut it."""
    pieces = pieces_of(passage.text, tokenizer)
    may = np.zeros((len(pieces.ids), LABELS), np.bool_)
    may[:, 0] = True
    begins = np.array([start for start, _ in pieces.offsets])
    for mark in passage.marks:
        first, last = np.searchsorted(begins, (mark.start, mark.end))
        for at in range(first, last):
            may[at] = _labels(mark.kinds, begins=at == first)
    for start, end in passages(pieces.offsets, passage.starts):
        yield Sample(pieces.ids[start:end], pieces.case[start:end], may[start:end])


def _labels(kinds: frozenset[str], *, begins: bool) -> np.ndarray:
    may = np.zeros(LABELS, np.bool_)
    may[0] = NONE in kinds
    for at, kind in enumerate(KINDS):
        may[1 + 2 * at + (not begins)] = kind in kinds
    return may


def batches(learned: Sequence[Sample], chance: random.Random) -> list[list[Sample]]:
    """The samples in batches of like length, in random order."""
    order = sorted(learned, key=lambda sample: len(sample.ids) + chance.random() * 8)
    groups: list[list[Sample]] = [[]]
    for sample in order:
        if (len(groups[-1]) + 1) * len(sample.ids) > BATCH:
            groups.append([])
        groups[-1].append(sample)
    chance.shuffle(groups)
    return [group for group in groups if group]


def loss(network: Network, batch: Sequence[Sample]) -> Tensor:
    """Minus the logarithm of the probability of the labels that a piece may have."""
    inputs = arrays([(sample.ids, sample.case) for sample in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        logits = network(*(torch.from_numpy(value) for value in inputs.values()))
    logs = logits.float().log_softmax(-1)
    may = torch.zeros(logs.shape, dtype=torch.bool)
    for at, sample in enumerate(batch):
        may[at, 1 : len(sample.ids) + 1] = torch.from_numpy(sample.may)
    known = may.any(-1)
    return -logs.masked_fill(~may, -torch.inf)[known].logsumexp(-1).mean()


def train(
    network: Network,
    learned: Sequence[Passage],
    tokenizer: Tokenizer,
    seed: int,
    say: Say,
) -> None:
    """Read all passages in each epoch, half of them with other names."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    disguise = Disguise(learned, chance)

    def shown() -> list[list[Sample]]:
        read = [disguise.renamed(p) if chance.random() < DISGUISED else p for p in learned]
        return batches([sample for each in read for sample in samples(each, tokenizer)], chance)

    for _ in learn(network, EPOCHS, RATE, shown, partial(loss, network), say):
        pass
