"""A bench in a process of its own, since settings are read once in each."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module

from tests.bench.ratio import Ratio


def apart(module: str, *, quick: bool, **environ: str) -> list[Ratio]:
    """What `measured` of that module gives, imported under these variables of the environment.

    Raises what it raises.
    """
    anew = multiprocessing.get_context("spawn")
    with _environment(environ), ProcessPoolExecutor(1, mp_context=anew) as pool:
        return pool.submit(_measured, module, quick).result()


def _measured(module: str, quick: bool) -> list[Ratio]:
    ratios: list[Ratio] = import_module(module).measured(quick=quick)
    return ratios


@contextmanager
def _environment(environ: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
