"""Work on blocks of rows by a few threads, with the answers in order.

Products of matrices and compiled kernels release the interpreter, so that plain threads share the work. The library
behind the products is meant to run with one thread per call (`OPENBLAS_NUM_THREADS=1` before numpy is imported): its
own threads wait by spinning, which makes them many times slower on busy cores.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Answer = TypeVar("Answer")

#: Rows of a block: enough for the product to run at full speed, few enough for the cache and the memory.
ROWS = 256


@dataclass
class Settings:
    """`threads`: how many work at a time where nothing else is said."""

    threads: int = int(os.environ.get("MATCHING_THREADS", "1"))


settings = Settings()


def blocks(rows: Ints, size: int = ROWS) -> Iterator[Ints]:
    """The given row numbers in blocks of at most `size`, in order."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def over_blocks(
    rows: Ints,
    work: Callable[[Ints], Answer],
    *,
    threads: int | None = None,
    size: int = ROWS,
    done: Callable[[int], None] | None = None,
) -> Iterator[Answer]:
    """`work(block)` for every block of the row numbers `rows`, in their order whatever the number of threads.

    `done(count)` is called on the caller's thread with the number of rows of each finished block and may raise to stop.
    """
    for block, answer in in_order(blocks(rows, size), work, threads or settings.threads):
        if done is not None:
            done(len(block))
        yield answer


def in_order(
    parts: Iterator[Ints], work: Callable[[Ints], Answer], threads: int
) -> Iterator[tuple[Ints, Answer]]:
    """Each part with its answer; at most one part per thread and one more wait at a time."""
    if threads == 1:
        yield from ((part, work(part)) for part in parts)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[tuple[Ints, Future[Answer]]] = deque()
        try:
            waiting.extend((part, pool.submit(work, part)) for part in islice(parts, threads + 1))
            while waiting:
                part, future = waiting.popleft()
                answer = future.result()
                waiting.extend((more, pool.submit(work, more)) for more in islice(parts, 1))
                yield part, answer
        finally:
            for _, future in waiting:
                future.cancel()


class Buffers:
    """Arrays of one shape and kind that threads borrow and give back: fresh memory costs more than the product."""

    def __init__(self, shape: tuple[int, ...], dtype: Any) -> None:
        self._shape, self._dtype = shape, dtype
        self._free: list[npt.NDArray[Any]] = []

    def borrow(self) -> npt.NDArray[Any]:
        try:
            return self._free.pop()
        except IndexError:
            return np.empty(self._shape, dtype=self._dtype)

    def give_back(self, buffer: npt.NDArray[Any]) -> None:
        self._free.append(buffer)
