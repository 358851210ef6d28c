"""Launch cases of the demo, and trajectories in every state, each led there by the actions of its people."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from coworking.demo.people import Cast
from coworking.demo.script import rows
from events.models import Event
from teachers.models import Position, User
from trajectories.actions import answering, editing, launching, review, sending, working
from trajectories.models import CaseStage, CaseStep, Decision, LaunchCase, PlanVersion, Stage, Step, Trajectory
from trajectories.models.kinds import StageKind, StepKind
from trajectories.models.trajectories import StepQuerySet

STAGES = (StageKind.DIAGNOSTIC, StageKind.DESIGN, StageKind.PRACTICE, StageKind.REFLECTION)
# Steps and the events of the demo that fulfil them.
TIES = {
    "Побывать на событии об утреннем круге": "Утренний круг без спешки",
    "Провести одно утро рядом с опытным коллегой": "Открытая группа: одно утро рядом",
    "Задать свои вопросы на встрече начинающих": "Первый год в группе",
    "Побывать на событии о детском вопросе и плане недели": "Детский вопрос как начало проекта",
    "Обновить один уголок группы под вопрос детей": "Среда, которая говорит",
    "Рассказать о проекте на презентации опыта": "Ярмарка находок года",
    "Разобрать трудную беседу на кейс-стади": "Разговор с тревожной мамой",
    "Принять коллегу на стажировку в своей группе": "Открытая группа: утро логопеда",
}
REFLECTIONS = (
    "Увидела, что дети спрашивают больше, чем мне казалось. Хочу слушать дольше.",
    "Договориться оказалось проще, чем начать. План стал короче и честнее.",
    "Получилось не всё, зато понятно, что повторять. Дети стали спокойнее ждать друг друга.",
    "Вернулась к записям с начала года и удивилась разнице.",
)
# Days between two acts of one trajectory, and between two stages that are walked.
PAUSE, WALK = 4, 25
REMARK = "Здесь напишите, что именно принесёте на встречу."


def write_cases(cast: Cast) -> dict[str, LaunchCase]:
    """Launch cases by their codes, with their stages and steps."""
    positions = {position.name: position for position in Position.objects.all()}
    cases = {row["code"]: _case(row, cast, positions) for row in rows("cases")}
    stages: dict[tuple[str, str], CaseStage] = {}
    for order, row in enumerate(rows("case_steps")):
        code, kind = row["case"], StageKind(row["stage"])
        if (code, kind) not in stages:
            stages[code, kind] = CaseStage.objects.create(
                launch_case=cases[code], kind=kind, title=kind.label.capitalize(), order=STAGES.index(kind)
            )
        CaseStep.objects.create(
            stage=stages[code, kind],
            kind=StepKind(row["kind"]),
            title=row["title"],
            expected_result=row["result"],
            due_after_weeks=int(row["weeks"]),
            is_required=row["required"] == "да",
            order=order,
        )
    return cases


def _case(row: dict[str, str], cast: Cast, positions: dict[str, Position]) -> LaunchCase:
    case = LaunchCase(
        kindergarten=cast.kindergartens.get(row["kindergarten"]),
        title=row["title"],
        situation=row["situation"],
        goal=row["goal"],
        for_position=positions.get(row["position"]),
        experience_from=int(row["from"]) if row["from"] else None,
        experience_below=int(row["below"]) if row["below"] else None,
        author=cast.methodist_of("demo-solnyshko"),
    )
    case.full_clean()
    case.save()
    return case


def lead(cast: Cast, today: dt.date) -> None:
    """Every trajectory of the table, led to its fate and put as many days back as it took."""
    cases, methodist = write_cases(cast), cast.methodist_of("demo-solnyshko")
    for row in rows("trajectories"):
        teacher, case = cast.people[row["teacher"]], cases[row["case"]]
        fate, _space, count = row["fate"].partition(" ")
        starts_on = today - dt.timedelta(weeks=int(row["weeks"]))
        if fate in PROPOSED_FIRST:
            trajectory = launching.propose(case, [teacher], starts_on=starts_on, by=methodist).made[0]
        else:
            trajectory = launching.start_from_case(case, starts_on=starts_on, by=teacher)
        FATES[fate](trajectory, teacher, methodist, row["words"], int(count or 0))
        _put_back(trajectory, 7 * int(row["weeks"]), int(row["days"]))


def _stay(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    """Nobody has done anything yet."""


def _decline(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    answering.decline(trajectory, comment=words, by=teacher)


def _submit(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    sending.submit(trajectory, comment=words, by=teacher)


def _read(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    _submit(trajectory, teacher, methodist, words, count)
    review.claim(trajectory, holder=None, by=methodist)


def _return(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    _submit(trajectory, teacher, methodist, "", count)
    step = _steps(trajectory).filter(kind=StepKind.TRIAL).first()
    remarks = {step.pk: REMARK} if step else {}
    review.return_for_revision(trajectory, version=trajectory.version, comment=words, remarks=remarks, by=methodist)


def _send_again(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    _return(trajectory, teacher, methodist, "Проверьте сроки: три события подряд – много.", count)
    step = _steps(trajectory).filter(kind=StepKind.EVENT)[0]
    step.title, step.due_on = "Побывать на консультации о портфеле", None
    editing.save_step(step, by=teacher)
    added = Step(stage=step.stage, kind=StepKind.PRACTICE, title="Показать открытое занятие кружка")
    editing.save_step(added, by=teacher)
    _submit(trajectory, teacher, methodist, words, count)


def _agree(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    """Agreed as it was sent; the author has chosen events for the steps that ask for them."""
    _pass(trajectory, teacher, methodist)
    for step in _steps(trajectory).filter(title__in=TIES):
        working.choose_event(step, Event.objects.get(title=TIES[step.title]), by=teacher)


def _walk(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    _agree(trajectory, teacher, methodist, words, count)
    _close(trajectory, teacher, count)


def _complete(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    _pass(trajectory, teacher, methodist)
    _close(trajectory, teacher, len(STAGES))
    sending.complete(trajectory, by=teacher)


def _leave(trajectory: Trajectory, teacher: User, methodist: User, words: str, count: int) -> None:
    _pass(trajectory, teacher, methodist)
    _close(trajectory, teacher, 1)
    sending.leave(trajectory, comment=words, by=teacher)


def _pass(trajectory: Trajectory, teacher: User, methodist: User) -> None:
    sent = sending.submit(trajectory, by=teacher)
    review.agree(sent, version=sent.version, comment="Хороший, посильный план.", by=methodist)


def _close(trajectory: Trajectory, teacher: User, count: int) -> None:
    """The first `count` stages: steps are done by the author's word where attendance has not said so."""
    stages = Stage.objects.filter(trajectory=trajectory).select_related("trajectory")[:count]
    for stage, reflection in zip(stages, REFLECTIONS, strict=False):
        for step in _steps(trajectory).filter(stage=stage).not_done():
            working.mark_step(step, True, by=teacher)
        working.reflect(stage, reflection, by=teacher)
        working.close_stage(stage, by=teacher)


def _steps(trajectory: Trajectory) -> StepQuerySet:
    return Step.objects.filter(stage__trajectory=trajectory).select_related("stage__trajectory")


PROPOSED_FIRST = ("proposed", "declined")
FATES: dict[str, Callable[[Trajectory, User, User, str, int], None]] = {
    "proposed": _stay,
    "declined": _decline,
    "draft": _stay,
    "submitted": _submit,
    "in_review": _read,
    "returned": _return,
    "resubmitted": _send_again,
    "agreed": _agree,
    "walked": _walk,
    "completed": _complete,
    "left": _leave,
}


def _put_back(trajectory: Trajectory, begun: int, ended: int) -> None:
    """The first act was `begun` days ago, the last one `ended` days ago; the database writes «now» by itself."""
    now, acts = timezone.now(), list(Decision.objects.filter(trajectory=trajectory))
    for number, act in enumerate(acts):
        is_last = number == len(acts) - 1
        act.at = now - dt.timedelta(days=ended if is_last else max(begun - PAUSE * number, ended))
        PlanVersion.objects.filter(trajectory=trajectory, number=act.version, sent_at__gt=act.at).update(sent_at=act.at)
    Decision.objects.bulk_update(acts, ["at"])
    for number, stage in enumerate(Stage.objects.filter(trajectory=trajectory).exclude(closed_at=None), start=1):
        stage.closed_at = now - dt.timedelta(days=max(begun - WALK * number, ended))
        stage.save(update_fields=["closed_at"])
    sent = [act.at for act in acts if act.kind == Decision.Kind.SUBMITTED]
    Trajectory.objects.filter(pk=trajectory.pk).update(
        created_at=now - dt.timedelta(days=max(begun, ended)),
        submitted_at=sent[-1] if sent else None,
        state_changed_at=acts[-1].at if acts else now,
    )
