"""manage.py export_report: the same rows, a whole file or none, and clear refusals."""

import os
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from reports.staff_development import workbook
from teachers.models import Kindergarten, User
from tests.reports.conftest import attend, report_on


def export(output: Path, *options: str, kindergarten: str = "solnyshko") -> str:
    """What the command says."""
    said = StringIO()
    call_command(
        "export_report",
        "staff-development",
        f"--kindergarten={kindergarten}",
        f"--output={output}",
        *(options or ("--from=2024-09-01", "--to=2025-08-31")),
        stdout=said,
    )
    return said.getvalue().strip()


def cells(path: Path) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(path)["Педагоги"].iter_rows(values_only=True)]


def test_it_writes_the_rows_of_the_page(
    kindergarten: Kindergarten, teacher: User, methodist: User, tmp_path: Path
) -> None:
    attend(teacher, methodist, hours=1.5)
    with (tmp_path / "page.xlsx").open("wb") as file:
        workbook.write_workbook(report_on(kindergarten), file)

    said = export(tmp_path / "command.xlsx")

    assert cells(tmp_path / "command.xlsx") == cells(tmp_path / "page.xlsx")
    assert said == f"Записано в {tmp_path / 'command.xlsx'}: 2 педагога"


def test_days_may_be_written_the_russian_way(teacher: User, tmp_path: Path) -> None:
    assert "1 педагог" in export(tmp_path / "r.xlsx", "--from=01.09.2024", "--to=31.08.2025")


def test_without_days_it_is_the_current_school_year(teacher: User, tmp_path: Path) -> None:
    export(tmp_path / "r.xlsx", "--from=2024-10-05")

    assert [str(day)[:10] for day in cells(tmp_path / "r.xlsx")[2][1:3]] == ["2024-10-05", "2025-08-31"]


def test_an_unknown_kindergarten_is_named(kindergarten: Kindergarten, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Детского сада «luna» нет"):
        export(tmp_path / "r.xlsx", kindergarten="luna")


@pytest.mark.parametrize("day", ["2024-13-01", "вчера", "", "2024"])
def test_a_wrong_day_is_named_with_its_option(kindergarten: Kindergarten, tmp_path: Path, day: str) -> None:
    with pytest.raises(CommandError, match=f"--from: «{day}» — не дата"):
        export(tmp_path / "r.xlsx", f"--from={day}")


def test_days_the_wrong_way_round_are_refused(kindergarten: Kindergarten, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Последний день раньше первого"):
        export(tmp_path / "r.xlsx", "--from=2025-01-01", "--to=2024-01-01")

    assert list(tmp_path.iterdir()) == []


def test_an_unknown_report_is_refused(kindergarten: Kindergarten) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'gossip'"):
        call_command("export_report", "gossip", "--kindergarten=solnyshko", "--output=x")


def test_a_missing_folder_is_named(kindergarten: Kindergarten, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"нет\.xlsx"):
        export(tmp_path / "no-such-folder" / "нет.xlsx")


def test_a_folder_is_no_file(kindergarten: Kindergarten, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="не файл"):
        export(tmp_path)


def test_a_device_is_not_replaced(kindergarten: Kindergarten) -> None:
    with pytest.raises(CommandError, match="не файл"):
        export(Path(os.devnull))


def test_an_old_file_is_replaced_only_by_a_whole_one(
    kindergarten: Kindergarten, teacher: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.xlsx"
    path.write_text("прежний")

    def breaks(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workbook, "_people", breaks)
    with pytest.raises(CommandError, match="No space left on device"):
        export(path)

    assert (path.read_text(), list(tmp_path.iterdir())) == ("прежний", [path])


def test_a_link_is_followed(kindergarten: Kindergarten, teacher: User, tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "target.xlsx")

    export(tmp_path / "link.xlsx")

    assert ((tmp_path / "link.xlsx").is_symlink(), (tmp_path / "target.xlsx").is_file()) == (True, True)
