"""A small BERT with two doors: what one text means, and how well two texts fit each other. Loads all-MiniLM-L6-v2's weights."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, POSITIONS = 384, 12, 6, 1536, 30522, 512
FORGOTTEN = 0.1
"""Of what a layer adds, while it is taught: few texts are seen often."""


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.forgetting = nn.Dropout(FORGOTTEN)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """`mask`: shape (texts, 1, 1, tokens), 0 where there is a token and very negative where there is none."""
        query, key, value = (self.split(part(states)) for part in (self.query, self.key, self.value))
        shares = torch.softmax(query @ key.transpose(-1, -2) * (WIDTH / HEADS) ** -0.5 + mask, -1)
        seen = (shares @ value).transpose(1, 2).flatten(2)
        states = self.first(states + self.forgetting(self.joined(seen)))
        return self.second(states + self.forgetting(self.narrow(functional.gelu(self.wide(states)))))

    @staticmethod
    def split(states: Tensor) -> Tensor:
        return states.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)


class Bert(nn.Module):
    """`meaning`: a unit vector a text. `fit`: one number a pair of texts (type 0 and type 1), above 0 when they fit."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions, self.types = nn.Embedding(POSITIONS, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.line = nn.Linear(WIDTH, 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Shapes (texts, WIDTH) and (texts,)."""
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        states = self.norm(self.words(input_ids) + self.positions(places) + self.types(token_type_ids))
        mask = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * -10000.0
        for layer in self.layers:
            states = layer(states, mask)
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        meaning = functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)
        return meaning, self.line(states[:, 0]).squeeze(-1)

    def load_base(self, folder: Path) -> None:
        self.load_state_dict(
            {
                renamed(name): weight.float()
                for name, weight in load_file(folder / "model.safetensors").items()
                if renamed(name)
            },
            strict=False,
        )

    def load(self, file: Path) -> None:
        self.load_state_dict({name: weight.float() for name, weight in load_file(file).items()})


PARTS = {
    "embeddings.word_embeddings.": "words.", "embeddings.position_embeddings.": "positions.",
    "embeddings.token_type_embeddings.": "types.", "embeddings.LayerNorm.": "norm.", "encoder.layer.": "layers.",
    "attention.self.": "", "attention.output.dense.": "joined.", "attention.output.LayerNorm.": "first.",
    "intermediate.dense.": "wide.", "output.dense.": "narrow.", "output.LayerNorm.": "second.",
}  # fmt: skip


def renamed(name: str) -> str:
    """A weight's name here for its name in Hugging Face's BERT; empty for one that isn't needed."""
    if "pooler" in name or "position_ids" in name:
        return ""
    for theirs, ours in PARTS.items():
        name = name.replace(theirs, ours)
    return name
