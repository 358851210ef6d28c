"""Two versions of a plan side by side: what was added, taken away, changed or moved, in words."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trajectories.models.kinds import StageKind, StepKind
from trajectories.plan import Plan


@dataclass(frozen=True)
class StepText:
    """A step of a kept plan, ready to be read."""

    title: str
    kind: str
    details: str
    expected_result: str
    is_required: bool
    due_on: dt.date | None
    event: str


@dataclass
class StepLine:
    """A step on both sides; one side is None where the step was not there.

    `said` are comments at the step, `remark` is the form's field for another one.
    """

    key: int
    before: StepText | None
    after: StepText | None
    changes: list[str] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    remark: Any = None

    @property
    def status(self) -> str:
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changes else "same"


@dataclass
class StageLine:
    title: str
    status: str
    changes: list[str]
    steps: list[StepLine]
    is_reordered: bool = False


@dataclass
class Comparison:
    """`stages` in the order of the later plan, what was taken away last; `changes` speak of the title and goal."""

    changes: list[str]
    stages: list[StageLine]
    is_reordered: bool = False

    def _count(self, status: str) -> int:
        return sum(line.status == status for stage in self.stages for line in stage.steps)

    @property
    def is_empty(self) -> bool:
        of_steps = {line.status for stage in self.stages for line in stage.steps}
        return not self.changes and of_steps | {stage.status for stage in self.stages} <= {"same"}

    @property
    def summary(self) -> str:
        """«Добавлено шагов: 2, изменён порядок этапов»; nothing changed is said as such."""
        if self.is_empty:
            return _("nothing has changed")
        counted = [(self._count(status), words) for status, words in _COUNTED.items()]
        said = [words(number) for number, words in counted if number]
        if self.is_reordered:
            said.append(_("the order of the stages has changed"))
        if any(stage.is_reordered for stage in self.stages):
            said.append(_("the order of the steps has changed"))
        return ", ".join(said) or _("titles have changed")


_COUNTED: dict[str, Callable[[int], str]] = {
    "added": lambda n: ngettext("%(n)s step added", "%(n)s steps added", n) % {"n": n},
    "changed": lambda n: ngettext("%(n)s step changed", "%(n)s steps changed", n) % {"n": n},
    "removed": lambda n: ngettext("%(n)s step taken away", "%(n)s steps taken away", n) % {"n": n},
}


def side_by_side(before: Plan | None, after: Plan) -> Comparison:
    """`after` beside `before`; without `before` it is read for the first time and nothing is new."""
    before = after if before is None else before
    old_steps = {step["key"]: (stage, step) for stage in before["stages"] for step in stage["steps"]}
    kept = {step["key"] for stage in after["stages"] for step in stage["steps"]}
    old_stages = {stage["key"]: stage for stage in before["stages"]}
    stages = [_stage_line(stage, old_stages.get(stage["key"]), old_steps, kept) for stage in after["stages"]]
    present = {stage["key"] for stage in after["stages"]}
    stages += [_removed_stage(stage, kept) for stage in before["stages"] if stage["key"] not in present]
    is_reordered = _order(before, after, "stages") != _order(after, before, "stages")
    changes = [*_heading_changes(before, after), *([_("The order of the stages has changed.")] if is_reordered else [])]
    return Comparison(changes, stages, is_reordered)


def read(plan: Plan) -> Comparison:
    """A plan alone, in the same shape."""
    return side_by_side(None, plan)


def _heading_changes(before: Plan, after: Plan) -> Iterator[str]:
    for name, label in (("title", _("Title")), ("goal", _("Goal"))):
        if before[name] != after[name]:
            yield _arrow(label, before[name], after[name])


def _arrow(label: str, before: str, after: str) -> str:
    return _("%(what)s: %(before)s → %(after)s") % {"what": label, "before": before or "—", "after": after or "—"}


def _stage_line(stage: Plan, old: Plan | None, old_steps: dict[int, tuple[Plan, Plan]], kept: set[int]) -> StageLine:
    steps = [_step_line(stage, step, old_steps.get(step["key"])) for step in stage["steps"]]
    if old is None:
        return StageLine(stage["title"], "added", [], steps)
    steps += _removed(old, kept)
    changes = [_arrow(_("Stage"), old["title"], stage["title"])] if old["title"] != stage["title"] else []
    if old["kind"] != stage["kind"]:
        changes.append(_arrow(_("Kind of stage"), _stage_kind(old), _stage_kind(stage)))
    is_reordered = _order(old, stage, "steps") != _order(stage, old, "steps")
    if is_reordered:
        changes.append(_("The order of the steps has changed."))
    return StageLine(stage["title"], "changed" if changes else "same", changes, steps, is_reordered)


def _stage_kind(stage: Plan) -> str:
    return str(StageKind(stage["kind"]).label)


def _order(one: Plan, other: Plan, rows: str) -> list[int]:
    """Keys of the rows of `one`, stages of a plan or steps of a stage, that stand in `other` too."""
    there = {row["key"] for row in other[rows]}
    return [row["key"] for row in one[rows] if row["key"] in there]


def _removed_stage(stage: Plan, kept: set[int]) -> StageLine:
    return StageLine(stage["title"], "removed", [], _removed(stage, kept))


def _removed(stage: Plan, kept: set[int]) -> list[StepLine]:
    return [StepLine(step["key"], _text(step), None) for step in stage["steps"] if step["key"] not in kept]


def _step_line(stage: Plan, step: Plan, old: tuple[Plan, Plan] | None) -> StepLine:
    if old is None:
        return StepLine(step["key"], None, _text(step))
    old_stage, old_step = old
    changes = list(_changes(_text(old_step), _text(step)))
    if old_stage["key"] != stage["key"]:
        changes.insert(0, _("brought here from the stage «%(stage)s»") % {"stage": old_stage["title"]})
    return StepLine(step["key"], _text(old_step), _text(step), changes)


def _text(step: Plan) -> StepText:
    due_on = dt.date.fromisoformat(step["due_on"]) if step["due_on"] else None
    plain: dict[str, Any] = {
        name: step[name] for name in ("title", "details", "expected_result", "is_required", "event")
    }
    return StepText(**plain, kind=str(StepKind(step["kind"]).label), due_on=due_on)


def _changes(before: StepText, after: StepText) -> Iterator[str]:
    for label, was, now in _fields(before, after):
        if was != now:
            yield _arrow(label, was, now)
    if before.details != after.details:
        yield _("The details have changed.")
    if before.is_required != after.is_required:
        yield _("The stage needs it now.") if after.is_required else _("The stage no longer needs it.")


def _fields(before: StepText, after: StepText) -> Iterable[tuple[str, str, str]]:
    return (
        (_("What to do"), before.title, after.title),
        (_("Kind"), before.kind, after.kind),
        (_("Due by"), _day(before.due_on), _day(after.due_on)),
        (_("Event"), before.event, after.event),
        (_("Expected result"), before.expected_result, after.expected_result),
    )


def _day(day: dt.date | None) -> str:
    return date_format(day, "j E") if day else ""
