from tests.access.row import Row, everyone
from tests.access.world import World


def invitation(world: World) -> tuple[str]:
    return (world.invitation.letter_code,)


ROWS: list[Row] = [
    Row("teachers:enter_code", get=everyone(200, anonymous=200), post=everyone(200, anonymous=200)),
    # The invited person is not among the roles: a stranger with the code may become them, everyone else is another.
    Row("teachers:invitation", args=invitation, get=everyone(403, anonymous=200), post=everyone(403, anonymous=200)),
]
