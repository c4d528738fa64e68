"""The network in torch: encoder, pooling of entities and pairs, and what is read off them."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from kg.nlp.encoding import (
    CLASSES,
    END,
    FORMS,
    KINDS,
    PREDICATES,
    STATUSES,
    UNUSED,
    mark,
)
from kg.nlp.pieces import load_tokenizer

WORDS = {
    "Company": "company",
    "Organization": "organization",
    "Product": "product",
    "Person": "person",
    "Place": "place",
    "Theme": "topic",
    "None": "something",
}
HIDDEN = 256
# A predicate holds of a pair about once in fifty; nothing need be learned to know so.
SELDOM = -4.0


class Network(nn.Module):
    """Gives logits of predicates [P, 13] and statuses [P, 5] by pair, and of kinds [B * E, 7].

    The inputs are those of `kg.nlp.network.arrays`.
    """

    def __init__(self, encoder: Path) -> None:
        """With the encoder's weights out of a folder with those, config.json and tokenizer.json."""
        super().__init__()
        options = json.loads((encoder / "config.json").read_text("utf-8"))
        known = BertConfig().to_dict()
        config = BertConfig(**{key: value for key, value in options.items() if key in known})
        config.attention_probs_dropout_prob = 0.0
        self.bert = BertModel(config, add_pooling_layer=False)
        weights = load_file(encoder / "model.safetensors")
        self.bert.load_state_dict(
            {key.removeprefix("bert."): value for key, value in weights.items()}, strict=False
        )
        # Names are learned by their marks and their surroundings, not by heart.
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        width = config.hidden_size
        self.case = nn.Embedding(CLASSES, width)
        self._begin_with_words(load_tokenizer(encoder / "tokenizer.json"))
        self.pair = nn.Linear(4 * width, HIDDEN)
        self.rule = nn.Linear(len(PREDICATES), HIDDEN, bias=False)
        self.kindp = nn.Embedding(len(KINDS) ** 2, HIDDEN)
        nn.init.normal_(self.kindp.weight, std=0.02)
        self.out = nn.Linear(HIDDEN, len(PREDICATES))
        nn.init.constant_(self.out.bias, SELDOM)
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.kind = nn.Sequential(nn.Linear(width, 128), nn.ReLU(), nn.Linear(128, len(KINDS)))
        self.drop = nn.Dropout(0.1)

    def _begin_with_words(self, tokenizer: Tokenizer) -> None:
        """A mark begins as the word for its kind, the encoder knows what that means."""
        words = self.bert.embeddings.word_embeddings.weight
        nn.init.normal_(self.case.weight, std=0.005)
        with torch.no_grad():
            for kind, word in WORDS.items():
                for form in range(FORMS):
                    begun = words[tokenizer.token_to_id(word if form != END else ")")]
                    self.case.weight[mark(kind, form)] += begun - words[UNUSED]

    def forward(
        self,
        pieces: Tensor,
        case: Tensor,
        positions: Tensor,
        mask: Tensor,
        places: Tensor,
        pairs: Tensor,
        hints: Tensor,
        kinds: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        embedded = self.bert.embeddings.word_embeddings(pieces) + self.case(case)
        states = self.bert(
            inputs_embeds=embedded, attention_mask=mask, position_ids=positions
        ).last_hidden_state
        # The mean over an entity's marks; zero where there are none.
        entities = (places @ states / places.sum(2, keepdim=True).clamp(min=1)).flatten(0, 1)
        marks = states.flatten(0, 1)
        told = torch.cat(
            [marks[pairs[:, 0]], marks[pairs[:, 1]], entities[pairs[:, 2]], entities[pairs[:, 3]]],
            1,
        )
        pair = torch.relu(self.pair(self.drop(told)) + self.rule(hints) + self.kindp(kinds))
        return (
            self.out(self.drop(pair)),
            self.status(self.drop(pair)),
            self.kind(self.drop(entities)),
        )
