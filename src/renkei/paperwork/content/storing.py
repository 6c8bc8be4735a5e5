"""Where contents lie: a folder that no web server serves, under random names."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from renkei.paperwork.content.texts import PIECE

ENDING = ".part"


def folder() -> Path:
    return Path(settings.ATTACHMENTS)


def path_of(stored: str) -> Path:
    """Of a name that we made ourselves; anything else is no path of ours.

    Errors  ValueError when it is not 32 hexadecimal digits
    """
    if len(stored) != 32 or not set(stored) <= set("0123456789abcdef"):
        raise ValueError("no name of a stored content")
    return folder() / stored[:2] / stored


def new_name() -> str:
    return secrets.token_hex(16)


def store(pieces: Iterator[bytes], stored: str) -> Path:
    """Write a content piece by piece; under its name it is there whole or not at all."""
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = path.with_suffix(ENDING)
    try:
        with scratch.open("xb") as file:
            scratch.chmod(0o600)
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    return path


def pieces_of(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def remove(stored: str) -> None:
    path_of(stored).unlink(missing_ok=True)


def stored_names() -> Iterator[tuple[str, Path]]:
    """Everything in the folder that looks like ours, half-written contents included."""
    for path in sorted(folder().glob("[0-9a-f][0-9a-f]/*")):
        yield path.name.removesuffix(ENDING), path
