from tests.access.row import Row, everyone

ROWS: list[Row] = [
    Row("home", get=everyone(200)),
    Row("more", get=everyone(200)),
    Row("language", post=everyone(302)),
    Row("healthz", get=everyone(200, anonymous=200)),
    Row("readyz", get=everyone(503, anonymous=503)),
]
