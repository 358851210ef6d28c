"""One line a figure: what | ours | floor | ratio | mark | ok."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """`ours` beside `floor` (None where there is nothing to stand beside) and whether the mark is met."""

    what: str
    ours: float
    floor: float | None
    mark: str
    is_met: bool

    def __str__(self) -> str:
        floor = "–" if self.floor is None else f"{self.floor:.4g}"
        ratio = "–" if not self.floor else f"{self.ours / self.floor:.2f}"
        return " | ".join([self.what, f"{self.ours:.4g}", floor, ratio, self.mark, "ok" if self.is_met else "short"])


def at_least(what: str, ours: Sequence[float], floor: Sequence[float], share: float) -> Figure:
    """More is better: the median of `ours` reaches `share` of the median of `floor`."""
    return Figure(what, median(ours), median(floor), f"≥ {share}", median(ours) >= share * median(floor))


def at_most(what: str, ours: Sequence[float], floor: Sequence[float], times: float) -> Figure:
    """Less is better: the median of `ours` stays within `times` the median of `floor`."""
    return Figure(what, median(ours), median(floor), f"≤ {times}", median(ours) <= times * median(floor))


def within(what: str, ours: float, limit: float, *, beside: float | None = None) -> Figure:
    """`ours` stays within `limit`, whatever stands beside it."""
    return Figure(what, ours, beside, f"≤ {limit:g}", ours <= limit)


def unmarked(what: str, ours: Sequence[float], floor: Sequence[float]) -> Figure:
    """Said for whoever wonders; nothing was promised."""
    return Figure(what, median(ours), median(floor), "–", True)


def no_less(what: str, ours: Sequence[float], limit: float) -> Figure:
    """The median of `ours` reaches `limit`, whatever stands beside it."""
    return Figure(what, median(ours), None, f"≥ {limit:g}", median(ours) >= limit)
