"""Keep the English catalogues of all rooms: extract, update, compile, and say what is missing.

    python tools/messages.py               extract the Japanese texts, update .po, compile .mo
    python tools/messages.py places core   the same for these rooms only
    python tools/messages.py --check       change nothing; exit 1 when something is missing or stale

Japanese is the source language, so a text that is not yet English is an untranslated message.
Locations carry no line numbers and headers no dates: a catalogue changes only when a text does.
"""

import argparse
import io
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parent.parent / "src" / "renkei"
FUNCTIONS = (
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext"),
)
PLACEHOLDER = re.compile(r"%\((\w+)\)")


class Key(NamedTuple):
    """What makes a message one message: its context and its text, or texts with a plural."""

    context: str | None
    id: str | tuple[str, str]

    @property
    def singular(self) -> str:
        return self.id if isinstance(self.id, str) else self.id[0]


class EnglishCatalog(Catalog):
    """A catalogue whose header says only what gettext needs: no dates, no tool versions."""

    mime_headers = property(
        lambda _self: [
            ("Language", "en"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);\n"),
        ]
    )


def rooms(root: Path = ROOMS) -> list[Path]:
    return sorted(plate.parent for plate in root.glob("*/__init__.py"))


def catalogue_path(room: Path) -> Path:
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


# --- extract --------------------------------------------------------------------------------


def texts_of(room: Path) -> dict[Key, set[str]]:
    """Every text of the room that goes through translation, with the files that use it."""
    found: dict[Key, set[str]] = {}
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        for key in texts_in(path):
            found.setdefault(key, set()).add(path.relative_to(room).as_posix())
    return found


def texts_in(path: Path) -> Iterator[Key]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Without its indentation the blanked template is a sequence of Python lines.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    calls = extract_python(
        io.BytesIO(source.encode()), dict.fromkeys(FUNCTIONS), [], {"encoding": "utf-8"}
    )
    for _line, function, arguments, _comments in calls:
        values = arguments if isinstance(arguments, tuple) else (arguments,)
        context, *texts = values if "pgettext" in str(function) else (None, *values)
        if not texts or not isinstance(texts[0], str) or not texts[0]:
            continue  # translated by a variable: the text itself is marked elsewhere
        if "ngettext" in str(function) or "npgettext" in str(function):
            yield Key(context, (texts[0], texts[1]))
        else:
            yield Key(context, texts[0])


# --- read and write -------------------------------------------------------------------------


def english_of(room: Path) -> dict[Key, Message]:
    """The room's catalogue as it is on disk; fuzzy messages and all."""
    path = catalogue_path(room)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="en", charset="utf-8")
    return {key_of(message): message for message in catalogue if message.id}


def key_of(message: Message) -> Key:
    id_ = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
    return Key(message.context, id_)


def catalogue_of(room: Path, elsewhere: dict[Key, Message]) -> EnglishCatalog:
    """What the room's catalogue should be: the texts in use, with the translations there are."""
    catalogue = EnglishCatalog(locale="en", header_comment="", fuzzy=False)
    known = english_of(room)
    in_order = sorted(texts_of(room).items(), key=lambda item: (min(item[1]), item[0].singular))
    for key, files in in_order:
        # Rooms share one namespace when the site runs, so what another room says is right here.
        message = known.get(key)
        if message is None or not is_complete(message):
            message = elsewhere.get(key, message)
        catalogue.add(
            key.id,
            message.string if message else None,
            locations=[(file, None) for file in sorted(files)],  # type: ignore[misc]
            flags=message.flags & {"fuzzy"} if message else (),
            context=key.context,
        )
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=98, include_lineno=False)
    return out.getvalue().strip() + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(root: Path = ROOMS, *, only: Collection[str] = ()) -> None:
    elsewhere = all_english(root)
    for room in rooms(root):
        if only and room.name not in only:
            continue
        path, catalogue = catalogue_path(room), catalogue_of(room, elsewhere)
        if not len(catalogue):
            for stale in (path, path.with_suffix(".mo")):
                stale.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))


def all_english(root: Path) -> dict[Key, Message]:
    found: dict[Key, Message] = {}
    for room in rooms(root):
        for key, message in english_of(room).items():
            if is_complete(message):
                found.setdefault(key, message)
    return found


# --- check ----------------------------------------------------------------------------------


def problems(root: Path = ROOMS) -> list[str]:
    """Everything that keeps a reader of English from reading English, one line each."""
    said: dict[Key, tuple[str, str]] = {}
    found = []
    for room in rooms(root):
        found += [f"{room.name}: {problem}" for problem in problems_of(room)]
        for key, message in english_of(room).items():
            if not is_complete(message):
                continue
            other, text = said.setdefault(key, (room.name, str(message.string)))
            if text != str(message.string):
                found.append(f"{room.name}: translated differently in {other}: {key.singular}")
    return found


def problems_of(room: Path) -> Iterator[str]:
    texts, known = texts_of(room), english_of(room)
    for key in texts:
        if key not in known:
            yield f"not in the catalogue: {key.singular}"
    for key, message in known.items():
        if key not in texts:
            yield f"no longer used: {key.singular}"
        elif not is_complete(message):
            yield f"not translated: {key.singular}"
        elif message.fuzzy:
            yield f"marked fuzzy: {key.singular}"
        elif not has_same_placeholders(key, message):
            yield f"placeholders differ: {key.singular}"
    path = catalogue_path(room).with_suffix(".mo")
    if texts and (not path.exists() or path.read_bytes() != as_mo(catalogue_of(room, {}))):
        yield "the compiled catalogue is stale"


def is_complete(message: Message) -> bool:
    return bool(strings_of(message)) and all(strings_of(message))


def strings_of(message: Message) -> list[str]:
    """One string, or one for each form of the plural."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def has_same_placeholders(key: Key, message: Message) -> bool:
    sources = [key.id] if isinstance(key.id, str) else list(key.id)
    strings = strings_of(message)
    wanted = set().union(*(PLACEHOLDER.findall(text) for text in sources))
    # "One birth" may do without the number; the last form, "many", may not.
    if set(PLACEHOLDER.findall(strings[-1])) != wanted:
        return False
    return all(set(PLACEHOLDER.findall(text)) <= wanted for text in strings) and all(
        is_formattable(text, wanted) for text in strings if wanted or "%%" in sources[0]
    )


def is_formattable(text: str, names: set[str]) -> bool:
    """A stray % sign is found when the page is drawn; better to find it here."""
    try:
        return bool(text % dict.fromkeys(names, 0))
    except (ValueError, KeyError, TypeError):
        return False


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 on problems")
    parser.add_argument("rooms", nargs="*", help="update these rooms only")
    options = parser.parse_args(arguments)
    if not options.check:
        update(only=options.rooms)
    found = problems()
    print("\n".join(found) if found else "All texts are there in English.")
    return 1 if found and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
