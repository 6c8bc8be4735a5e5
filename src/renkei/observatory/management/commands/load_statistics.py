"""Load the next edition of a table of official figures from a CSV or Excel file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from renkei.charter.errors import MisfitError
from renkei.charter.text import Text
from renkei.core.tables import intake
from renkei.core.tables.intake import Intake, Remark
from renkei.observatory.actions import EditionHeld, Origin, store_table
from renkei.observatory.readers.checks import check
from renkei.observatory.readers.layouts import Layout, layouts
from renkei.observatory.readers.template import template
from renkei.places import queries

SHOWN = 50  # remarks of a kind; a wrong column would otherwise fill the screen


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, XLSX or XLS")
        parser.add_argument("--table", required=True, help="key of the table: register_flows")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, required=True, help="reference date: 2026-01-01"
        )
        parser.add_argument("--edition", help="name of the edition, usually the year: 2025")
        parser.add_argument("--read-on", help="day on which the source was read: 2026-08-01")
        for name in ("institution", "source-table", "period", "credit"):
            parser.add_argument(
                f"--{name}", nargs=2, metavar=("JA", "EN"), help="in both languages"
            )
        parser.add_argument("--dry-run", action="store_true", help="check, store nothing")
        parser.add_argument("--replace", action="store_true", help="put in place of this edition")
        parser.add_argument("--template", action="store_true", help="write an empty workbook")
        parser.add_argument("--language", choices=["ja", "en"], default="ja")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - as the framework calls
        with override(options["language"]):
            layout = _layout(options["table"])
            if not queries.areas(on=options["as_of"]).exists():
                raise CommandError(
                    _("地域が読み込まれていません。先に manage.py load_places を実行してください。")
                )
            if options["template"]:
                self._write_template(layout, options["file"], options["as_of"])
            else:
                self._load(layout, options)

    def _write_template(self, layout: Layout, path: Path, on: date) -> None:
        if path.exists():
            raise CommandError(
                _("%(path)s は既にあります。別の名前にしてください。") % {"path": path}
            )
        path.write_bytes(template(layout, on=on))
        self.stdout.write(_("%(path)s に様式を書き出しました。") % {"path": path})

    def _load(self, layout: Layout, options: dict[str, Any]) -> None:
        for name in ("edition", "read_on"):
            if not options[name]:
                option = "--" + name.replace("_", "-")
                raise CommandError(_("%(option)s を指定してください。") % {"option": option})
        read = self._read(layout, options)
        if options["dry_run"]:
            self.stdout.write(
                _("確認のみ：問題はありません。%(n)d行を読み込めます。") % {"n": len(read.rows)}
            )
            return
        self._store(layout, read, options)

    def _read(self, layout: Layout, options: dict[str, Any]) -> Intake:
        """The rows of the file, once there is no problem in it."""
        read = intake.read(_content(options["file"]), layout.wanted())
        if not read.problems:
            check(read, layout, edition=options["edition"], on=options["as_of"])
        if read.encoding:
            self.stdout.write(_("文字コード：%(name)s") % {"name": read.encoding})
        if read.sheet:
            self.stdout.write(_("シート：%(name)s") % {"name": read.sheet})
        self._list(_("修正した箇所：%(n)d"), read.repairs)
        self._list(_("問題：%(n)d"), read.problems)
        if read.problems:
            raise CommandError(_("問題があるため、何も保存していません。"))
        return read

    def _list(self, title: str, remarks: list[Remark]) -> None:
        if remarks:
            self.stdout.write(title % {"n": len(remarks)})
        for remark in remarks[:SHOWN]:
            self.stdout.write(f"  {remark}")
        if len(remarks) > SHOWN:
            self.stdout.write(_("  ほか%(n)d件") % {"n": len(remarks) - SHOWN})

    def _store(self, layout: Layout, read: Intake, options: dict[str, Any]) -> None:
        try:
            entry = store_table(
                layout.entry.key,
                [row.values for row in read.rows],
                edition=options["edition"],
                origin=_origin(layout, options),
                overwrite=options["replace"],
            )
        except EditionHeld as error:
            raise CommandError(
                _("%(edition)s版は既にあります。置き換えるには --replace を付けてください。")
                % {"edition": options["edition"]}
            ) from error
        except MisfitError as error:
            raise CommandError(f"--{error.name.replace('_', '-')}: {error.problem}") from error
        self.stdout.write(
            _("%(title)s %(edition)s版、%(n)d行を保存しました：%(path)s")
            % {
                "title": entry.title.in_language(options["language"]),
                "edition": entry.edition,
                "n": entry.rows,
                "path": entry.path,
            }
        )


def _layout(key: str) -> Layout:
    known = layouts()
    if key not in known:
        raise CommandError(
            _("表「%(key)s」は読み込めません。読み込める表：%(known)s")
            % {"key": key, "known": ", ".join(known)}
        )
    return known[key]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            _("%(path)s を開けません：%(error)s") % {"path": path, "error": error.strerror}
        ) from error


def _origin(layout: Layout, options: dict[str, Any]) -> Origin:
    """As stated; institution, table and credit line are usually those of the shipped edition."""
    day: date = options["as_of"]
    entry = layout.entry
    as_of = Text(f"{day.year}年{day.month}月{day.day}日現在", f"{day.day} {day:%B} {day.year}")
    stated = {
        name: Text(*options[name])
        for name in ("institution", "source_table", "period", "credit")
        if options[name]
    }
    usual = {
        "institution": entry.institution,
        "source_table": entry.source_table,
        "period": as_of,
        "credit": entry.credit,
    }
    return Origin(read_on=options["read_on"], **{**usual, **stated})
