"""What people write: paragraphs, links, and nothing that the browser would take for its own."""

from common.templatetags.ui import prose, prose_lines


def test_lines_and_paragraphs_stay_apart() -> None:
    assert prose("Утром\nпоём\n\nДнём читаем") == "<p>Утром<br>поём</p>\n\n<p>Днём читаем</p>"
    assert prose_lines("Утром\nпоём") == "Утром<br>поём"


def test_a_link_can_be_followed_and_is_not_vouched_for() -> None:
    link = '<a href="https://example.com/a?b=1&amp;c=2" rel="nofollow">https://example.com/a?b=1&amp;c=2</a>'

    assert prose("Смотрите https://example.com/a?b=1&c=2.") == f"<p>Смотрите {link}.</p>"


def test_markup_and_scripts_are_words_like_others() -> None:
    assert prose("<b>да</b> javascript:alert(1)") == "<p>&lt;b&gt;да&lt;/b&gt; javascript:alert(1)</p>"


def test_a_link_cannot_leave_its_quotes() -> None:
    assert 'onclick="' not in prose('https://example.com/"onclick="alert(1)')


def test_nothing_written_shows_nothing() -> None:
    assert prose("") == ""
