"""Train the block model: ``python -m models.cleaning.train --shared ../shared --out DIR``.

Needs torch (CPU is enough, one thread), which the product does not. With ``--folds N`` trains N
models, each without the sites of one fold, and writes their out-of-fold scores.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.optim import swa_utils

from models.cleaning import dataset
from models.cleaning.augment import composed, variant
from models.cleaning.dataset import OWN, Document, Snippet, fold_of
from models.cleaning.network import BlockNet, collate
from models.cleaning.words import Counts, count, labels_of, site_of
from pipeline.cleaning.features import VERSION, features
from pipeline.cleaning.view import view_of

Example = tuple[np.ndarray, np.ndarray, np.ndarray]
BATCH_LINES = 1250
RATE = 2e-3
SETS = 5
"""Sets of variants that are made; the epochs go through them by turns."""
OF_SITES, OF_OWN, COMPOSED = 0.5, 0.35, 500
"""Of the documents in a set: share of the pages and passages of sites, which are there in several
renderings, share of our own passages, and number of articles composed of these."""
SMOOTHING = 0.03
"""Of the labels: some are wrong, and pages differ in what they count as text."""
AVERAGED_EVERY, AVERAGE = 4, 0.985
"""The weights that are kept are a running mean over the steps."""


def example(document: Document, counts: Counts) -> Example:
    """Inputs, targets (article, consent) and loss weights (article, consent) of a document."""
    view = view_of("\n".join(document.lines))
    letters = labels_of(document, view.lines, view.text, view.line_start)
    size = np.bincount(view.word_line, minlength=view.lines)
    base = 0.5 + (size / 12) ** 0.6
    labelled = np.isin(letters, list("KMDC"))
    base *= document.weight / math.sqrt(max(1.0, float(base[labelled].sum())))
    target = np.stack([np.isin(letters, ["K", "M"]), letters == "C"], 1).astype(np.float32)
    article = base * np.where(letters == "M", 0.4, np.isin(letters, ["K", "D", "C"]))
    consent = base * np.select([letters == "C", letters == "K", letters == "D"], [2.0, 1.0, 0.3], 0)
    weight = np.stack([article, consent], 1).astype(np.float32)
    known = None
    if document.markup is not None:
        known = document.markup[_full(document)]
    found = features(view, known)
    columns = counts.lexicon.columns(found, counts.weights(site_of(document)).astype(np.float32))
    return np.concatenate([found.dense, columns], 1), target, weight


def _full(document: Document) -> list[int]:
    return [index for index, line in enumerate(document.lines) if line.strip()]


def batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Documents of like length together, about ``BATCH_LINES`` padded lines a batch."""
    order = sorted(examples, key=lambda item: len(item[1]) * rng.uniform(0.8, 1.25))
    out: list[list[Example]] = [[]]
    for item in order:
        if out[-1] and (len(out[-1]) + 1) * len(item[1]) > BATCH_LINES:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def train(
    documents: Sequence[Document],
    consent: Sequence[Snippet],
    other: Sequence[Snippet],
    epochs: int,
    seed: int = 0,
    held_out: Sequence[Document] = (),
) -> tuple[BlockNet, Counts]:
    rng = random.Random(seed)
    torch.manual_seed(seed)
    counts = count(documents)
    sets = [_variants(documents, consent, other, counts, rng) for _ in range(SETS)]
    print(f"{len(counts.keys)} keys, {SETS} sets of {len(sets[0])} variants", flush=True)
    net = _fresh(sets[0])
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=5e-2, fused=True)
    check = [example(document, counts) for document in held_out]
    average = swa_utils.get_ema_multi_avg_fn(AVERAGE)
    smooth_net = swa_utils.AveragedModel(net, multi_avg_fn=average)
    steps = total = 0
    for epoch in range(epochs):
        begun = time.time()
        groups = batches(sets[epoch % SETS], rng)
        total = total or epochs * len(groups)
        losses = []
        net.train()
        for group in groups:
            for part in optimizer.param_groups:
                part["lr"] = RATE * min(1, steps / 100) * max(0.02, 1 - steps / total)
            loss = _loss(net, group)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            if steps % AVERAGED_EVERY == 0:
                smooth_net.update_parameters(net)
            losses.append(float(loss.detach()))
            steps += 1
        line = f"epoch {epoch} loss {np.mean(losses):.4f} {time.time() - begun:.0f} s"
        print(line, flush=True)
    if check:
        print(held_out_score(smooth_net.module, check), flush=True)
    return smooth_net.module.eval(), counts


def _variants(
    documents: Sequence[Document],
    consent: Sequence[Snippet],
    other: Sequence[Snippet],
    counts: Counts,
    rng: random.Random,
) -> list[Example]:
    ours = [document for document in documents if document.id.startswith(OWN)]
    theirs = [document for document in documents if not document.id.startswith(OWN)]
    own = [*other, *(s for s in consent if s.language)]
    chosen = rng.sample(theirs, int(OF_SITES * len(theirs)))
    chosen += rng.sample(ours, int(OF_OWN * len(ours)))
    chosen += [composed(own, rng) for _ in range(COMPOSED)]
    return [example(variant(d, consent, other, rng), counts) for d in chosen]


def _fresh(examples: Sequence[Example]) -> BlockNet:
    """A net that has learnt nothing but the mean and spread of its inputs."""
    sample = np.concatenate([found for found, _, _ in examples[::8]])
    net = BlockNet(sample.shape[1])
    net.mean.copy_(torch.from_numpy(sample.mean(0)))
    net.scale.copy_(torch.from_numpy(1 / (sample.std(0) + 0.05)))
    return net


def _loss(net: BlockNet, group: list[Example]) -> torch.Tensor:
    target = torch.from_numpy(np.concatenate([item[1] for item in group]))
    weight = torch.from_numpy(np.concatenate([item[2] for item in group]))
    smooth = target * (1 - 2 * SMOOTHING) + SMOOTHING
    logits, gate = net(collate([item[0] for item in group]))
    loss = functional.binary_cross_entropy_with_logits(
        logits, smooth, weight=weight, reduction="sum"
    )
    guess = functional.binary_cross_entropy_with_logits(
        gate, smooth[:, :1], weight=weight[:, :1], reduction="sum"
    )
    return (loss + 0.3 * guess) / len(group)


def held_out_score(net: BlockNet, examples: list[Example]) -> str:
    """Loss on documents of other sites, and F1 by words, precision and recall averaged over
    documents as the benchmark does, at three thresholds."""
    net.eval()
    loss = 0.0
    scores: dict[float, list[tuple[float, float]]] = {0.3: [], 0.4: [], 0.5: []}
    with torch.no_grad():
        for group in batches(examples, random.Random(0)):
            target = torch.from_numpy(np.concatenate([item[1] for item in group]))
            weight = torch.from_numpy(np.concatenate([item[2] for item in group]))
            logits, _ = net(collate([item[0] for item in group]))
            loss += float(
                functional.binary_cross_entropy_with_logits(
                    logits, target, weight=weight, reduction="sum"
                )
            )
            start = 0
            for found, wanted, weights in group:
                part = torch.sigmoid(logits[start : start + len(wanted), 0]).numpy()
                start += len(wanted)
                size = np.expm1(found[:, 1] * 5) * (weights[:, 0] > 0)
                gold = size * wanted[:, 0]
                for threshold, pairs in scores.items():
                    kept = part >= threshold
                    hit = (gold * kept).sum()
                    pairs.append((hit / max(1, (size * kept).sum()), hit / max(1, gold.sum())))
    line = [f"loss {loss / len(examples):.3f}"]
    for threshold, pairs in scores.items():
        precision, recall = np.mean(pairs, 0)
        line.append(f"{threshold}: {2 * precision * recall / (precision + recall):.4f}")
    return " ".join(line)


def export(net: BlockNet, counts: Counts, path: Path) -> None:
    """Weights for numpy."""
    arrays = {name: value.numpy().astype(np.float32) for name, value in net.state_dict().items()}
    arrays["keys"] = counts.keys
    arrays["weights"] = counts.lexicon.weights.astype(np.float16)
    arrays["version"] = np.array(VERSION)
    np.savez_compressed(path, **arrays)


def load_documents(
    bench: Path,
    extracted: dict[str, str],
    pages: Sequence[Document] = (),
    without: Sequence[str] = (),
) -> tuple[list[Document], list[Snippet], list[Snippet]]:
    """All documents, and our own passages with consent speech and without it; ``without``:
    languages of which our own are left out."""
    documents = [*dataset.articles(bench), *dataset.segments(bench, extracted)]
    documents += [*dataset.passages(bench), *(pages or dataset.pages(bench))]
    documents += dataset.own_pages(without=without)
    mine = [s for s in dataset.own() if s.language not in without]
    documents += [
        Document(f"own-{number}", s.site, s.lines, s.labels, 0.6) for number, s in enumerate(mine)
    ]
    consent = [s for s in mine if "C" in s.labels]
    consent += [
        Snippet(d.lines, d.labels, "", d.site)
        for d in dataset.passages(bench)
        if d.labels[0] == "C"
    ]
    return documents, consent, [s for s in mine if "C" not in s.labels]


def _hidden(site: str, fold: int | None, folds: int) -> bool:
    """Whether a site is left out of a fold's training; our own passages never are."""
    return fold is not None and not site.startswith(OWN) and fold_of(site, folds) == fold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--extracted", type=Path, help="JSON of dataset.extractions, to save 30 s")
    parser.add_argument("--pages", type=Path, help="pickle of dataset.pages, to save 60 s")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, nargs="*", help="these folds")
    parser.add_argument("--without", nargs="*", default=(), help="languages to leave out")
    parser.add_argument("--epochs", type=int, default=20)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    bench = arguments.shared / "bench" / "clean"
    if arguments.extracted:
        extracted = json.loads(arguments.extracted.read_text())
    else:
        extracted = dataset.extractions(bench)
    pages = pickle.loads(arguments.pages.read_bytes()) if arguments.pages else ()
    documents, consent, other = load_documents(bench, extracted, pages, arguments.without)
    arguments.out.mkdir(parents=True, exist_ok=True)
    wanted = arguments.only or range(arguments.folds)
    for fold in wanted if arguments.folds else [None]:
        unseen = [_hidden(d.site, fold, arguments.folds) for d in documents]
        name = "block.npz" if fold is None else f"fold{fold}.npz"
        net, counts = train(
            [d for d, hidden in zip(documents, unseen, strict=True) if not hidden],
            [s for s in consent if not _hidden(s.site, fold, arguments.folds)],
            other,
            arguments.epochs,
            held_out=[
                d
                for d, hidden in zip(documents, unseen, strict=True)
                if hidden and "#" in d.id and d.id.startswith("wx-")
            ],
        )
        export(net, counts, arguments.out / name)


if __name__ == "__main__":
    main()
