from tests.access.row import Row, everyone

# Heads and methodists read reports of their own kindergarten; another one's answers 404 (tests/reports).
READERS = {"methodist": 200, "head": 200, "other_methodist": 200, "other_head": 200, "network_admin": 200}

ROWS: list[Row] = [
    Row("reports:staff-development", get=everyone(403, **READERS)),
    Row("reports:staff-development-xlsx", get=everyone(403, **READERS)),
]
