from tests.access.row import Row, everyone
from tests.access.world import ROLES, World

ELSEWHERE = {"outsider": 404, "other_methodist": 404, "other_head": 404}
NOT_THERE = {"colleague": 404, "head": 404} | ELSEWHERE
# What was sent is known to the methodist and the network administrator; only the author acts upon it.
READERS = {"methodist": 403, "network_admin": 403} | NOT_THERE
# A draft, and the rows of any plan, are their author's alone.
ALONE = {role: 404 for role in ROLES if role not in ("anonymous", "owner")}


def sent(world: World) -> tuple[int]:
    return (world.trajectory.pk,)


def draft(world: World) -> tuple[int]:
    return (world.draft_trajectory.pk,)


def stage(world: World) -> tuple[int]:
    return (world.draft_trajectory.stages.get().pk,)


def step(world: World) -> tuple[int]:
    return (world.draft_trajectory.stages.get().steps.all()[0].pk,)


def case(world: World) -> tuple[int]:
    return (world.launch_case.pk,)


def reflection(world: World) -> dict[str, str]:
    return {"reflection": "Стало спокойнее"}


def comment(world: World) -> dict[str, str]:
    return {"text": "Спасибо"}


ROWS: list[Row] = [
    Row("trajectories:list", get=everyone(200)),
    Row("trajectories:start", get=everyone(200, network_admin=403), post=everyone(200, network_admin=403)),
    Row(
        "trajectories:case",
        args=case,
        get=everyone(200, **ELSEWHERE),
        post=everyone(302, network_admin=403, **ELSEWHERE),
    ),
    Row("trajectories:detail", args=sent, get=everyone(200, methodist=302, network_admin=302, **NOT_THERE)),
    Row("trajectories:accept", args=sent, post=everyone(403, **READERS)),
    Row("trajectories:decline", args=sent, get=everyone(403, **READERS), post=everyone(403, **READERS)),
    Row("trajectories:submit", args=sent, post=everyone(403, **READERS)),
    Row("trajectories:recall", args=sent, post=everyone(302, **READERS)),
    Row("trajectories:reopen", args=sent, post=everyone(403, **READERS)),
    Row("trajectories:complete", args=sent, post=everyone(403, **READERS)),
    Row("trajectories:leave", args=sent, get=everyone(200, **READERS), post=everyone(302, **READERS)),
    Row("trajectories:plan", args=draft, get=everyone(200, **ALONE)),
    Row("trajectories:goal", args=draft, get=everyone(200, **ALONE), post=everyone(200, **ALONE)),
    Row("trajectories:add-stage", args=draft, get=everyone(200, **ALONE), post=everyone(200, **ALONE)),
    Row("trajectories:edit-stage", args=stage, get=everyone(200, **ALONE), post=everyone(200, **ALONE)),
    Row("trajectories:shift-stage", args=stage, post=everyone(302, **ALONE)),
    Row("trajectories:remove-stage", args=stage, get=everyone(200, **ALONE), post=everyone(302, **ALONE)),
    Row("trajectories:add-step", args=stage, get=everyone(200, **ALONE), post=everyone(200, **ALONE)),
    Row("trajectories:edit-step", args=step, get=everyone(200, **ALONE), post=everyone(200, **ALONE)),
    Row("trajectories:shift-step", args=step, post=everyone(302, **ALONE)),
    Row("trajectories:remove-step", args=step, get=everyone(200, **ALONE), post=everyone(302, **ALONE)),
    Row("trajectories:reflect", args=stage, data=reflection, post=everyone(403, **ALONE)),
    Row("trajectories:reopen-stage", args=stage, post=everyone(403, **ALONE)),
    Row("trajectories:mark", args=step, post=everyone(403, **ALONE)),
    Row("trajectories:choose-event", args=step, get=everyone(200, **ALONE), post=everyone(302, **ALONE)),
    Row("trajectories:comment", args=step, data=comment, post=everyone(403, **ALONE)),
]
