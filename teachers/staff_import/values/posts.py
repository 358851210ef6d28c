"""Posts, by their names and by the synonyms that the network keeps beside them."""

import difflib
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.spreadsheets import Cell
from teachers.models import Position
from teachers.staff_import.values.text import BadValue, something_in, words

# «(0,5 ставки)», «1 ст.»: how much of a post one holds is not kept.
SHARE = re.compile(r"\(?\b\d+(?:[.,]\d+)? ?(?:став[а-я]*|ст\b\.?)\)?", re.IGNORECASE)
BETWEEN = re.compile(r"[,;/+()]| и ", re.IGNORECASE)


class PostBook:
    """Finds the post behind what a school wrote."""

    def __init__(self, positions: Iterable[Position]) -> None:
        self._by_spelling: dict[str, Position] = {}
        for position in positions:
            for spelling in (position.name, *position.synonyms.splitlines()):
                if words(spelling):
                    self._by_spelling[words(spelling)] = position

    def posts_in(self, cell: Cell) -> list[Position]:
        """One post or several, each once; none for an empty cell. Raises BadValue for a post nobody knows."""
        text = SHARE.sub(" ", something_in(cell))
        if not words(text):
            return []
        whole = self._by_spelling.get(words(text))
        parts = [part for part in BETWEEN.split(text) if words(part)]
        return [whole] if whole else list(dict.fromkeys(self._post(part) for part in parts))

    def _post(self, part: str) -> Position:
        position = self._by_spelling.get(words(part))
        if position is None:
            raise BadValue(self._unknown_in_words(" ".join(part.split())))
        return position

    def _unknown_in_words(self, part: str) -> str:
        near = difflib.get_close_matches(words(part), self._by_spelling, n=1, cutoff=0.7)
        if near:
            name = self._by_spelling[near[0]].name
            return _("There is no post «%(part)s». Is it «%(name)s»?") % {"part": part[:60], "name": name}
        return _("There is no post «%(part)s». Write it as the list of posts has it.") % {"part": part[:60]}
