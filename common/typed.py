"""What stands in a request and passes no form: read so that nothing typed by hand can break a query."""

LONGEST_ID = 18  # digits; more than any database counts to


def typed_id(text: str | None) -> int:
    """An id, or 0 for anything that cannot be one."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_ID else 0


def typed_text(text: str | None, longest: int) -> str:
    """Words without the character that PostgreSQL refuses, without blanks around them, `longest` letters at most."""
    return (text or "").replace("\0", "").strip()[:longest]
