from tests.access.row import Row, everyone
from tests.access.world import World

# An item starts as its owner's alone; even the network administrator gets «there is nothing here».
MINE_ALONE = everyone(404, owner=200)
MINE_TO_CHANGE = everyone(404, owner=302)
ELSEWHERE = {"outsider": 404, "other_methodist": 404, "other_head": 404, "network_admin": 404}
SEEN_NOT_CHANGED = everyone(403, **ELSEWHERE)


def private(world: World) -> tuple[int]:
    return (world.item.pk,)


def opened(world: World) -> tuple[int]:
    return (world.opened_item.pk,)


def private_file(world: World) -> tuple[int]:
    return (world.evidence.pk,)


def opened_file(world: World) -> tuple[int]:
    return (world.opened_evidence.pk,)


def the_owner(world: World) -> tuple[int]:
    return (world.people["owner"].pk,)


def nobody_has_opened(world: World) -> tuple[int]:
    return (world.people["colleague"].pk,)


ROWS: list[Row] = [
    Row("portfolio:list", get=everyone(200)),
    Row("portfolio:add", get=everyone(200), post=everyone(200)),
    Row("portfolio:keep_all", post=everyone(302)),
    Row("portfolio:pdf", get=everyone(200)),
    Row("portfolio:colleagues", get=everyone(200)),
    Row("portfolio:of", args=the_owner, get=everyone(200, owner=302, **ELSEWHERE)),
    Row("portfolio:of", args=nobody_has_opened, get=everyone(404, colleague=302)),
    Row("portfolio:item", args=private, get=MINE_ALONE),
    Row("portfolio:item", args=opened, get=everyone(200, **ELSEWHERE)),
    Row("portfolio:edit", args=private, get=MINE_ALONE, post=MINE_ALONE),
    Row(
        "portfolio:edit", args=opened, get=everyone(403, owner=200, **ELSEWHERE), post=SEEN_NOT_CHANGED | {"owner": 200}
    ),
    Row("portfolio:show_to", args=private, post=MINE_TO_CHANGE),
    Row("portfolio:show_to", args=opened, post=SEEN_NOT_CHANGED | {"owner": 302}),
    Row("portfolio:attach", args=private, get=MINE_TO_CHANGE, post=MINE_ALONE),
    Row("portfolio:attach", args=opened, get=SEEN_NOT_CHANGED | {"owner": 302}, post=SEEN_NOT_CHANGED | {"owner": 200}),
    Row("portfolio:decide", args=private, post=everyone(404, owner=403)),
    Row("portfolio:decide", args=opened, post=SEEN_NOT_CHANGED),
    Row("portfolio:delete", args=private, get=MINE_ALONE, post=MINE_TO_CHANGE),
    Row("portfolio:delete", args=opened, get=SEEN_NOT_CHANGED | {"owner": 200}, post=SEEN_NOT_CHANGED | {"owner": 302}),
    Row("portfolio:evidence", args=private_file, get=MINE_ALONE),
    Row("portfolio:evidence", args=opened_file, get=everyone(200, **ELSEWHERE)),
    Row("portfolio:thumbnail", args=private_file, get=MINE_ALONE),
    Row("portfolio:thumbnail", args=opened_file, get=everyone(200, **ELSEWHERE)),
    Row("portfolio:remove", args=private_file, get=MINE_ALONE, post=MINE_TO_CHANGE),
    Row(
        "portfolio:remove",
        args=opened_file,
        get=SEEN_NOT_CHANGED | {"owner": 200},
        post=SEEN_NOT_CHANGED | {"owner": 302},
    ),
]
