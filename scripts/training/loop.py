"""The training loop of both networks."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn

WARM_UP = 0.06
# To compute in half the width is no worse, and faster where the processor has tiles for it; slower
# elsewhere.
HALF = torch.cpu._is_amx_tile_supported()
Batch = TypeVar("Batch")
Say = Callable[[str], None]


def learn(
    network: nn.Module,
    epochs: int,
    rate: float,
    batches: Callable[[], Sequence[Batch]],
    loss: Callable[[Batch], Tensor],
    say: Say,
) -> Iterator[int]:
    """Learn from the batches of one epoch after the other; gives the number of each that is done.

    `rate` is the encoder's; what stands on top of it learns five times as fast. It rises over the
    first steps and then falls to nothing.
    """
    encoder = [p for n, p in network.named_parameters() if n.startswith("bert") and p.requires_grad]
    rest = [p for n, p in network.named_parameters() if not n.startswith("bert")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder}, {"params": rest}], weight_decay=0.01, fused=True
    )
    steps, total = 0, 0
    for epoch in range(1, epochs + 1):
        shown = batches()
        total = total or epochs * len(shown)
        network.train()
        begun, sum_ = time.time(), 0.0
        for number, batch in enumerate(shown, 1):
            pace = min(1, (steps + 1) / (WARM_UP * total)) * max(0.02, 1 - steps / total)
            for group, full in zip(optimizer.param_groups, (rate, 5 * rate), strict=True):
                group["lr"] = full * pace
            lost = loss(batch)
            lost.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            steps += 1
            sum_ += lost.item()
            if number % 50 == 0:
                say(f"epoch {epoch}, {number} of {len(shown)}: loss {sum_ / number:.4f}")
        say(f"epoch {epoch}: loss {sum_ / len(shown):.4f}, {time.time() - begun:.0f} s")
        yield epoch
