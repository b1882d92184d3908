import threading
import time

import numpy as np
import pytest

from matching.engine.scoring.blocks import Buffers, blocks, over_blocks


def test_blocks_cover_all_rows_in_order():
    assert [block.tolist() for block in blocks(np.arange(7), 3)] == [[0, 1, 2], [3, 4, 5], [6]]


def test_no_rows_are_no_blocks():
    assert list(over_blocks(np.arange(0), len)) == []


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_answers_come_in_order_even_if_later_blocks_finish_first(threads):
    def slow_at_first(block):
        time.sleep(0.02 if block[0] == 0 else 0)
        return block.sum()

    answers = list(over_blocks(np.arange(20), slow_at_first, threads=threads, size=4))
    assert answers == [6, 22, 38, 54, 70]


def test_progress_is_reported_on_the_callers_thread():
    seen = []

    def told(count):
        seen.append((count, threading.current_thread()))

    list(over_blocks(np.arange(10), len, threads=2, size=4, done=told))
    assert seen == [(count, threading.main_thread()) for count in (4, 4, 2)]


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_can_stop_the_work(threads):
    worked = []

    def stop(count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(over_blocks(np.arange(1000), lambda block: worked.append(1), threads=threads, size=1, done=stop))
    assert len(worked) < 1000


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_in_the_work_reaches_the_caller(threads):
    with pytest.raises(ZeroDivisionError):
        list(over_blocks(np.arange(10), lambda block: 1 // int(block[0]), threads=threads, size=1))


def test_a_buffer_given_back_is_used_again():
    buffers = Buffers((2, 3), np.float32)
    first = buffers.borrow()
    assert buffers.borrow() is not first
    buffers.give_back(first)
    assert buffers.borrow() is first
