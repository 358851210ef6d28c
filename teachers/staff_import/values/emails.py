"""E-mail addresses."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from teachers.staff_import.values.text import BadValue, something_in


def email_of(cell: Cell) -> str:
    """The address in small letters, empty for an empty cell. Raises BadValue."""
    address = something_in(cell).removeprefix("mailto:").lower()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise BadValue(_("This is no e-mail address. Leave the cell empty if there is none.")) from error
    return address
