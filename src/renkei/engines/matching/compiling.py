"""Whether Numba is here, and how kernels are compiled with it."""

import importlib.util
from collections.abc import Callable
from typing import Any, TypeVar, cast

from renkei.engines.matching.errors import NotInstalled

F = TypeVar("F", bound=Callable[..., object])


def is_fast_installed() -> bool:
    """Whether Numba, of the extra `engine`, is here; nothing is imported to find out."""
    return importlib.util.find_spec("numba") is not None


def is_fast(wanted: bool | None) -> bool:
    """Whether the compiled way is taken: as wanted, or by what is installed.

    Errors  NotInstalled when it is wanted and Numba is not here
    """
    if wanted and not is_fast_installed():
        raise NotInstalled(
            "fast", "Numba is not installed", "install renkei[engine], or leave it out"
        )
    return is_fast_installed() if wanted is None else wanted


def compiled(function: F) -> F:
    """Compiled at its first call and kept on disk; other Python threads run meanwhile.

    A kernel calls nothing of another file: compiled code is kept by the file of its function.
    """
    from numba import njit

    try:
        return cast(F, njit(cache=True, nogil=True)(function))
    except RuntimeError:  # nowhere to write: every process compiles for itself
        return cast(F, njit(nogil=True)(function))


def inlined(function: F) -> F:
    """Compiled into its caller: handing on many arrays costs more than a short loop."""
    from numba import njit

    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(F, njit(nogil=True, forceinline=True, **options)(function))
