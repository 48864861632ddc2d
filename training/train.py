"""Teaches the encoder: one small BERT that gives a text's meaning, and for a question and a section how well they fit.

    python3 training/train.py --recipe recipe.json --base FOLDER --out FOLDER [--steps N]

Needs PyTorch, tokenizers and safetensors, and half an hour on two cores that know bfloat16 (AMX). `--base` holds
all-MiniLM-L6-v2 (`model.safetensors`); the tokenizer is assets/encoder's. Deterministic but for
rounding. Four tasks share the trunk, and only it and the pair's line are kept:

- *pairs*: of an article's sections and nothing, which does the question fit? (list-wise, "nothing" stands at 0);
- *meanings*: a question lies nearest to its own section's heading and text, among all in the batch;
- *labels*: the starter article's sections, its entries and what isn't answered there;
- *alarms*: the urgent groups, and calm; and *kinds*: the forty kinds of question of the wordings.
"""

from __future__ import annotations

import json
import random
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from bert import Bert
from kinds import DOUBTFUL, GOLD, NEVER, UNLESS
from safetensors.torch import save_file
from spoil import Spoiler, slipped, torn
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

ROOT = Path(__file__).resolve().parents[1]
GROUPS = 14
"""Questions a step, each with sections of its article."""
SECTIONS = 6
SINGLES = 64
"""Labelled texts a step."""
OTHERS = 2
"""Wrong sections that a question's meaning is held against, beside those of the other questions."""
LONGEST_QUESTION, LONGEST_SECTION = 40, 72
"""Tokens."""


class Teacher(IterableDataset):
    """Batches without end. `vectors`: meanings by the base model, to find the chunk of a section that is nearest to a question."""

    def __init__(self, recipe: dict[str, Any], vectors: dict[str, np.ndarray], seed: int) -> None:
        self.recipe, self.vectors, self.seed = recipe, vectors, seed
        self.wordings = [(kind, text) for kind, texts in recipe["wordings"].items() for text in texts]
        self.titles = [article["title"] for article in recipe["nih"]]
        words = {word for text in every_text(recipe) for word in text.split()}
        self.spoiler = Spoiler(word for word in words if word.isalpha())
        self.labels = [(text, label) for label, texts in recipe["labels"].items() for text in texts]
        self.groups = [(text, group) for group, texts in recipe["urgent"].items() for text in texts]
        self.ordinary = [text for text, _ in self.labels] + [
            text for each in recipe["own"] for text, _ in each["asked"]
        ]
        self.names = {
            "label": sorted(recipe["labels"]), "alarm": sorted([*recipe["urgent"], "~calm"]), "kind": sorted(recipe["wordings"]),
        }  # fmt: skip

    def __iter__(self) -> Iterator[dict[str, Any]]:
        worker = torch.utils.data.get_worker_info()
        self.dice = random.Random(self.seed * 1000 + (worker.id if worker else 0))
        while True:
            yield self.batch()

    # ---- questions with an article's sections

    def batch(self) -> dict[str, Any]:
        groups = []
        while len(groups) < GROUPS:
            group = self.of_library() if self.dice.random() < 0.25 else self.of_our_own()
            if group:
                groups.append(group)
        return {"groups": groups, "singles": [self.single() for _ in range(SINGLES)]}

    def of_library(self) -> dict[str, Any] | None:
        dice, article = self.dice, self.dice.choice(self.recipe["nih"])
        if dice.random() < 0.06:
            return self.group(article, dice.choice(self.recipe["clinic"] + self.recipe["unclear"]), [], None)
        if dice.random() < 0.12:
            return self.in_its_own_words(article)
        kind, wording = dice.choice(self.wordings)
        gold = self.gold(article, kind)
        if gold is None:
            return None
        if "{x}" not in wording:
            return self.group(article, wording, gold, wording)
        if dice.random() < 0.16 and (other := dice.choice(self.titles)) not in article["names"]:
            return self.group(article, wording.replace("{x}", other), [], None)
        return self.group(article, wording.replace("{x}", self.name(article)), gold, wording)

    def name(self, article: dict[str, Any]) -> str:
        """Mostly masked, as the kiosk masks it; sometimes it slips through, spoiled or in part."""
        dice, kind = self.dice, self.dice.random()
        if kind < 0.80:
            return dice.choice(("it", "it", "it", "this", "that"))
        name = dice.choice(article["names"])
        if kind < 0.90:
            return " ".join(slipped(word, dice) for word in name.split())
        if kind < 0.95:
            return " ".join(piece for word in name.split() for piece in torn(word, dice))
        return dice.choice(name.split())

    def gold(self, article: dict[str, Any], kind: str) -> list[int] | None:
        kinds = [section["kind"] for section in article["sections"]]
        if kind in GOLD:
            gold = [at for at, each in enumerate(kinds) if each in GOLD[kind]]
            return None if not gold and kind in DOUBTFUL else gold
        if kind in NEVER:
            text = " ".join(chunk for section in article["sections"] for chunk in section["chunks"])
            return None if any(word in text for word in UNLESS.get(kind, ())) else []
        return None

    def in_its_own_words(self, article: dict[str, Any]) -> dict[str, Any] | None:
        at = self.dice.randrange(len(article["sections"]))
        chunk = self.dice.choice(article["sections"][at]["chunks"] or [""])
        words = [word for word in chunk.split() if len(word) > 3 and word != "it"]
        if len(words) < 4:
            return None
        start = self.dice.randrange(len(words) - 3)
        begin = self.dice.choice(
            ("", "", "something about", "where does it say", "i read about", "tell me more on", "is there anything on")
        )
        said = f"{begin} {' '.join(words[start : start + self.dice.randint(3, 4)])}".strip()
        return self.group(article, said, [at], chunk)

    def of_our_own(self) -> dict[str, Any]:
        dice = self.dice
        article = self.recipe["own"][0] if dice.random() < 0.15 else dice.choice(self.recipe["own"])
        kind = dice.random()
        if kind < 0.08:
            return self.group(article, dice.choice(self.recipe["clinic"] + self.recipe["unclear"]), [], None)
        if kind < 0.20:  # the same kind of question on another subject
            _, wording = dice.choice([each for each in self.wordings if "{x}" in each[1]])
            return self.group(article, wording.replace("{x}", dice.choice(self.titles)), [], None)
        if kind < 0.30 and (found := self.in_its_own_words(article)):
            return found
        text, at = dice.choice(article["asked"])
        return self.group(article, text, [] if at is None else [at], text)

    def group(self, article: dict[str, Any], text: str, gold: list[int], known_as: str | None) -> dict[str, Any]:
        """`known_as`: the text under which the base model's vector of the question is kept."""
        dice, sections = self.dice, article["sections"]
        others = [at for at in range(len(sections)) if at not in gold]
        dice.shuffle(others)
        golds = dice.sample(gold, min(2, len(gold)))
        chosen = golds + others[: SECTIONS - len(golds)]
        return {
            "question": self.spoiled(text),
            "sections": [self.section(article, at, known_as) for at in chosen],
            "golds": len(golds),
        }

    def section(self, article: dict[str, Any], at: int, known_as: str | None) -> str:
        section = article["sections"][at]
        chunks, pieces = section["chunks"] or [""], self.dice.random()
        if pieces < 0.5:
            chosen = self.nearest(chunks, known_as, 2)
        elif pieces < 0.8:
            chosen = self.nearest(chunks, known_as, 1)
        else:
            chosen = chunks[:1]
        return as_section(article["title"], section["heading"], " ".join(chosen))

    def nearest(self, chunks: list[str], known_as: str | None, most: int) -> list[str]:
        """As the kiosk reads them: the nearest first."""
        if known_as is None or known_as not in self.vectors:
            return self.dice.sample(chunks, min(most, len(chunks)))
        scores = [float(self.vectors[chunk] @ self.vectors[known_as]) if chunk else 0.0 for chunk in chunks]
        return [chunks[at] for at in np.argsort(scores)[::-1][:most]]

    # ---- labelled texts

    def single(self) -> tuple[str, str, str]:
        """A text, the task, and its label there."""
        kind = self.dice.random()
        if kind < 0.4:
            text, label = self.dice.choice(self.labels)
            return self.spoiled(text), "label", label
        if kind < 0.55:
            label, text = self.dice.choice(self.wordings)
            return self.spoiled(text.replace("{x}", "it")), "kind", label
        if kind < 0.75:
            text, label = self.dice.choice(self.groups)
            return self.spoiled(text), "alarm", label
        return self.spoiled(self.dice.choice(self.recipe["calm"] if kind < 0.90 else self.ordinary)), "alarm", "~calm"

    def spoiled(self, text: str) -> str:
        kind = self.dice.random()
        if kind < 0.20:
            return self.spoiler.heard(text, self.dice.choice((0.1, 0.2, 0.25)), self.dice)
        if kind < 0.32:
            return self.spoiler.typed(text, 0.3, self.dice)
        return text


def as_section(title: str, heading: str, chunk: str) -> str:
    return f"{title} : {heading} : {chunk}"


def every_text(recipe: dict[str, Any]) -> Iterator[str]:
    yield from (text for texts in recipe["wordings"].values() for text in texts)
    yield from (text for texts in recipe["labels"].values() for text in texts)
    yield from (text for texts in recipe["urgent"].values() for text in texts)
    yield from recipe["calm"]
    yield from (text for article in recipe["own"] for text, _ in article["asked"])


class Model(nn.Module):
    def __init__(self, base: Path, sizes: dict[str, int]) -> None:
        super().__init__()
        self.bert = Bert()
        if (base / "encoder.safetensors").exists():
            self.bert.load(base / "encoder.safetensors")
        else:
            self.bert.load_base(base)
        self.heads = nn.ModuleDict({name: nn.Linear(384, size) for name, size in sizes.items()})

    def meaning(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        return self.bert(**batch)[0]

    def fits(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        return self.bert(**batch)[1]


class Words:
    def __init__(self, device: str) -> None:
        self.device = device
        self.tokenizer = Tokenizer.from_file(str(ROOT / "assets" / "encoder" / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()

    def singles(self, texts: list[str], longest: int = 96) -> dict[str, torch.Tensor]:
        ids = [
            [101, *each.ids[: longest - 2], 102]
            for each in self.tokenizer.encode_batch(texts, add_special_tokens=False)
        ]
        return self.padded(ids, [0] * len(ids))

    def pairs(self, questions: list[str], sections: list[str]) -> dict[str, torch.Tensor]:
        asked = self.tokenizer.encode_batch(questions, add_special_tokens=False)
        texts = self.tokenizer.encode_batch(sections, add_special_tokens=False)
        first = [[101, *each.ids[:LONGEST_QUESTION], 102] for each in asked]
        ids = [[*one, *each.ids[:LONGEST_SECTION], 102] for one, each in zip(first, texts, strict=True)]
        return self.padded(ids, [len(one) for one in first])

    def padded(self, ids: list[list[int]], second: list[int]) -> dict[str, torch.Tensor]:
        width = max(map(len, ids))
        rows, mask, types = np.zeros((3, len(ids), width), np.int64)
        for row, each in enumerate(ids):
            rows[row, : len(each)], mask[row, : len(each)] = each, 1
            if second[row]:
                types[row, second[row] : len(each)] = 1
        given = {"input_ids": rows, "attention_mask": mask, "token_type_ids": types}
        return {name: torch.from_numpy(each).to(self.device, non_blocking=True) for name, each in given.items()}


def losses(model: Model, words: Words, batch: dict[str, Any], names: dict[str, list[str]]) -> dict[str, torch.Tensor]:
    groups = batch["groups"]
    questions = [group["question"] for group in groups]
    # pairs
    flat = [(group["question"], section) for group in groups for section in group["sections"]]
    logits = in_parts(model.fits, words.pairs([q for q, _ in flat], [s for _, s in flat]))
    pair_loss, at = logits.new_zeros(()), 0
    for group in groups:
        count = len(group["sections"])
        shares = functional.log_softmax(torch.cat([logits[at : at + count], logits.new_zeros(1)]), 0)
        right = shares[: group["golds"]] if group["golds"] else shares[-1:]
        pair_loss = pair_loss - torch.logsumexp(right, 0)
        at += count
    # meanings: the first section of a group is right where there is one
    asked = model.meaning(words.singles(questions, LONGEST_QUESTION + 2))
    rows = [row for row, group in enumerate(groups) if group["golds"] and len(group["sections"]) > group["golds"]]
    right = [groups[row]["sections"][0] for row in rows]
    wrong = [section for row in rows for section in groups[row]["sections"][groups[row]["golds"] :][:OTHERS]]
    counts = [len(groups[row]["sections"][groups[row]["golds"] :][:OTHERS]) for row in rows]
    sections = model.meaning(words.singles([text.split(" : ", 1)[1] for text in right + wrong], LONGEST_SECTION + 2))
    scores = asked[rows] @ sections.T * 20.0
    own = torch.full_like(scores, -6.0)  # other articles' like-named sections are near as well: they count less
    at = len(rows)
    for line, count in enumerate(counts):
        own[line, line] = 0.0
        own[line, at : at + count] = 0.0
        at += count
    meaning_loss = functional.cross_entropy(scores + own, torch.arange(len(rows), device=scores.device))
    found = {"pair": pair_loss / len(groups), "meaning": meaning_loss}
    # labelled texts
    meanings = in_parts(model.meaning, words.singles([text for text, _, _ in batch["singles"]]))
    for task, labels in names.items():
        mine = [(row, labels.index(label)) for row, (_, kind, label) in enumerate(batch["singles"]) if kind == task]
        if mine:
            scores = model.heads[task](meanings[[row for row, _ in mine]]) * 16.0
            found[task] = functional.cross_entropy(
                scores, torch.tensor([label for _, label in mine], device=scores.device), label_smoothing=0.05
            )
    return found


def in_parts(
    run: Callable[[dict[str, torch.Tensor]], torch.Tensor], batch: dict[str, torch.Tensor], parts: int = 3
) -> torch.Tensor:
    """The same as all at once, with less padding: like lengths together."""
    lengths = batch["attention_mask"].sum(1)
    order = torch.argsort(lengths)
    found = []
    for rows in torch.chunk(order, parts):
        width = int(lengths[rows].max())
        found.append(run({name: each[rows, :width] for name, each in batch.items()}))
    return torch.cat(found)[torch.argsort(order)]


WEIGHTS = {"pair": 1.0, "meaning": 0.5, "label": 0.5, "alarm": 0.5, "kind": 0.3}


def base_vectors(model: Model, words: Words, recipe: dict[str, Any]) -> dict[str, np.ndarray]:
    texts = set(every_text(recipe))
    texts |= {
        chunk
        for article in [*recipe["nih"], *recipe["own"]]
        for section in article["sections"]
        for chunk in section["chunks"]
    }
    order = sorted(texts, key=len)
    found: dict[str, np.ndarray] = {}
    with torch.no_grad(), torch.autocast(words.device, torch.bfloat16):
        for start in range(0, len(order), 1024):
            some = order[start : start + 1024]
            found.update(zip(some, model.meaning(words.singles(some)).float().cpu().numpy(), strict=True))
    return found


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    recipe = json.loads(given.recipe.read_text())
    words = Words(device)
    sizes = {"label": len(recipe["labels"]), "alarm": len(recipe["urgent"]) + 1, "kind": len(recipe["wordings"])}
    model = Model(given.base, sizes).to(device)
    model.eval()
    teacher = Teacher(recipe, base_vectors(model, words, recipe), given.seed)
    model.train()
    model.bert.words.requires_grad_(False)  # words that no example holds must stay where they were
    trunk = [weight for name, weight in model.named_parameters() if name.startswith("bert.") and weight.requires_grad]
    rest = [weight for name, weight in model.named_parameters() if not name.startswith("bert.")]
    optimiser = torch.optim.AdamW(
        [{"params": trunk, "lr": given.rate}, {"params": rest, "lr": given.rate * 10}], weight_decay=0.01, fused=True
    )
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / 200) * max(0.0, 1 - step / given.steps)
    )
    batches = DataLoader(teacher, batch_size=None, num_workers=12 if device == "cuda" else 1, prefetch_factor=4)
    seen: dict[str, list[float]] = {}
    for step, batch in enumerate(batches):
        if step == given.steps:
            break
        with torch.autocast(device, torch.bfloat16):
            found = losses(model, words, batch, teacher.names)
            loss = sum(WEIGHTS[name] * each for name, each in found.items())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        pace.step()
        if step % 10 == 0:
            for name, each in found.items():
                seen.setdefault(name, []).append(float(each.detach()))
        if step % 100 == 0:
            print(step, {name: round(sum(each[-20:]) / len(each[-20:]), 3) for name, each in seen.items()}, flush=True)
            save(model, given.out)
    save(model, given.out)


def save(model: Model, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: weight.half().cpu().contiguous() for name, weight in model.bert.state_dict().items()}
    save_file(kept, folder / "encoder.safetensors")


if __name__ == "__main__":
    main()
