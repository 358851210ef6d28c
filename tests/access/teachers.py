from tests.access.row import Row, everyone
from tests.access.world import World


def invitation(world: World) -> tuple[str]:
    return (world.invitation.letter_code,)


def course(world: World) -> tuple[int]:
    return (world.course.pk,)


def shift(world: World) -> tuple[int]:
    return (world.shift.pk,)


# The owner's methodist sees the course and verifies it on the desk; nobody else knows of it.
OF_ANOTHER = dict.fromkeys(("colleague", "head", "outsider", "other_methodist", "other_head"), 404)
NOT_TO_CHANGE = {"methodist": 403, "network_admin": 403} | OF_ANOTHER

ROWS: list[Row] = [
    Row("teachers:profile", get=everyone(200)),
    Row("teachers:edit_profile", get=everyone(200), post=everyone(200)),
    Row("teachers:visibility", get=everyone(200), post=everyone(200)),
    Row("teachers:add_course", get=everyone(200), post=everyone(200)),
    Row("teachers:edit_course", args=course, get=everyone(200, **NOT_TO_CHANGE), post=everyone(200, **NOT_TO_CHANGE)),
    Row("teachers:remove_course", args=course, get=everyone(200, **NOT_TO_CHANGE), post=everyone(302, **NOT_TO_CHANGE)),
    # Shifts are nobody's but one's own: not the methodist's, not the network administrator's.
    Row("teachers:shifts", get=everyone(200), post=everyone(200)),
    Row("teachers:edit_shift", args=shift, get=everyone(404, owner=200), post=everyone(404, owner=200)),
    Row("teachers:remove_shift", args=shift, post=everyone(404, owner=302)),
    Row("teachers:enter_code", get=everyone(200, anonymous=200), post=everyone(200, anonymous=200)),
    # The invited person is not among the roles: a stranger with the code may become them, everyone else is another.
    Row("teachers:invitation", args=invitation, get=everyone(403, anonymous=200), post=everyone(403, anonymous=200)),
]
