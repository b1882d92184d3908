"""Compiled kernels: cheapest augmenting paths between two sides, with prices that stay proof of what was found.

A pair (row, col) is worth w = bonus + points. Prices are whole numbers from 0. At all times
    an open pair      has  row price + col price >= w,
    a formed pair     has  row price + col price <= w (equal if one of the two has room for one only),
and a path ends where it makes the prices of people with room 0. This is the method of successive shortest paths with
potentials (Ahuja, Magnanti, Orlin: Network Flows, 1993, section 9.7), on both sides in turn so that it may begin with
any prices.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]

#: How a search ends: nowhere within the limit, at somebody with room, at one of our own who drops out.
NOWHERE, ROOM, OUT = 0, 1, 2


class Side(NamedTuple):
    """One side of the market: people, whom they know (`first` to `first + 1` in `near`), and whom they have.

    `slot`: where a person's partners begin in `mate` and `worth`; `taken`: how many there are; `points` belong to
    `near` as `worth` does to `mate`.
    """

    room: Ints
    price: Ints
    taken: Ints
    slot: Ints
    mate: Ids
    worth: Ints
    first: Ints
    near: Ids
    points: Ints


class Trail(NamedTuple):
    """What a search knows of one side: distance, by whom reached, points of that pair, search number, order."""

    dist: Ints
    via: Ids
    worth: Ints
    seen: Ids
    order: Ids


class Heap(NamedTuple):
    """People in reach by distance; `clock[0]` counts the searches, so that nothing needs to be wiped between them."""

    key: Ints
    node: Ids
    clock: Ints


def trail(people: int) -> Trail:
    whole, short = np.zeros(people, dtype=np.int64), np.zeros(people, dtype=np.int32)
    return Trail(whole, short, whole.copy(), short.copy(), short.copy())


def heap(size: int) -> Heap:
    return Heap(np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int32), np.zeros(1, dtype=np.int64))


@njit(cache=True, nogil=True)
def turned(first: Ints, near: Ids, points: Ints, people: int) -> tuple[Ints, Ids, Ints]:
    """The same pairs listed by the other side."""
    starts = np.zeros(people + 1, dtype=np.int64)
    for other in near:
        starts[other + 1] += 1
    for other in range(people):
        starts[other + 1] += starts[other]
    at = starts.copy()
    back, worth = np.empty(len(near), dtype=np.int32), np.empty(len(near), dtype=np.int64)
    for person in range(len(first) - 1):
        for pair in range(first[person], first[person + 1]):
            other = near[pair]
            back[at[other]], worth[at[other]] = person, points[pair]
            at[other] += 1
    return starts, back, worth


@njit(cache=True, nogil=True)
def push(heap: Heap, size: int, key: int, node: int) -> int:
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if heap.key[above] <= key:
            break
        heap.key[at] = heap.key[above]
        heap.node[at] = heap.node[above]
        at = above
    heap.key[at] = key
    heap.node[at] = node
    return size + 1


@njit(cache=True, nogil=True)
def pop(heap: Heap, size: int) -> int:
    """Remove the first; its key and node are to be read before."""
    size -= 1
    key, node = heap.key[size], heap.node[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and heap.key[below + 1] < heap.key[below]:
            below += 1
        if heap.key[below] >= key:
            break
        heap.key[at] = heap.key[below]
        heap.node[at] = heap.node[below]
        at = below
    heap.key[at] = key
    heap.node[at] = node
    return size


@njit(cache=True, nogil=True)
def has(side: Side, person: int, other: int) -> bool:
    for at in range(side.slot[person], side.slot[person] + side.taken[person]):  # noqa: SIM110 - numba has no any()
        if side.mate[at] == other:
            return True
    return False


@njit(cache=True, nogil=True)
def drop(side: Side, person: int, other: int) -> None:
    last = side.slot[person] + side.taken[person] - 1
    for at in range(side.slot[person], last + 1):
        if side.mate[at] == other:
            side.mate[at] = side.mate[last]
            side.worth[at] = side.worth[last]
            side.taken[person] -= 1
            return


@njit(cache=True, nogil=True)
def gain(side: Side, person: int, other: int, points: int) -> None:
    at = side.slot[person] + side.taken[person]
    side.mate[at] = other
    side.worth[at] = points
    side.taken[person] += 1


@njit(cache=True, nogil=True)
def part(ours: Side, theirs: Side, person: int, other: int) -> None:
    drop(ours, person, other)
    drop(theirs, other, person)


@njit(cache=True, nogil=True)
def join(ours: Side, theirs: Side, person: int, other: int, points: int) -> None:
    gain(ours, person, other, points)
    gain(theirs, other, person, points)


@njit(cache=True, nogil=True)
def best_offer(ours: Side, theirs: Side, person: int, bonus: int) -> int:
    """The most that an open pair leaves to the person after the partner's price, at least 0."""
    best = np.int64(0)
    for at in range(ours.first[person], ours.first[person + 1]):
        other = ours.near[at]
        left = bonus + ours.points[at] - theirs.price[other]
        if left > best and not has(ours, person, other):
            best = left
    return int(best)


@njit(cache=True, nogil=True)
def settle_rows(rows: Side, cols: Side, bonus: int) -> None:
    """Row prices that fit the column prices: raise what is too low, part what is not worth its prices any more."""
    for row in range(len(rows.room)):
        best = best_offer(rows, cols, row, bonus)
        if rows.taken[row] < rows.room[row] or rows.price[row] < best:
            rows.price[row] = best
        at = rows.slot[row]
        while at < rows.slot[row] + rows.taken[row]:
            col = rows.mate[at]
            if rows.price[row] + cols.price[col] > bonus + rows.worth[at]:
                part(rows, cols, row, col)
            else:
                at += 1


@njit(cache=True, nogil=True)
def form_tight(rows: Side, cols: Side, bonus: int) -> None:
    """Form open pairs that are worth exactly their prices, as far as there is room."""
    for row in range(len(rows.room)):
        if rows.price[row] <= 0:
            continue
        for at in range(rows.first[row], rows.first[row + 1]):
            if rows.taken[row] >= rows.room[row]:
                break
            col = rows.near[at]
            tight = bonus + rows.points[at] - cols.price[col] == rows.price[row]
            if tight and cols.taken[col] < cols.room[col] and not has(rows, row, col):
                join(rows, cols, row, col, rows.points[at])


@njit(cache=True, nogil=True)
def look_out(
    ours: Side,
    theirs: Side,
    there: Trail,
    heap: Heap,
    a: int,
    base: int,
    stamp: int,
    goal: tuple[int, int, int],
    size: int,
) -> tuple[tuple[int, int, int], int]:
    """Reach others from one of us over open pairs; `base` is the distance plus our price minus the bonus."""
    best, kind, end = goal
    for at in range(ours.first[a], ours.first[a + 1]):
        b = ours.near[at]
        dist = base + theirs.price[b] - ours.points[at]
        if dist >= best or (there.seen[b] == stamp and dist >= there.dist[b]) or has(ours, a, b):
            continue
        there.seen[b] = stamp
        there.dist[b] = dist
        there.via[b] = a
        there.worth[b] = ours.points[at]
        if theirs.taken[b] < theirs.room[b]:
            best, kind, end = dist, ROOM, b
        else:
            size = push(heap, size, dist, b)
    return (best, kind, end), size


@njit(cache=True, nogil=True)
def look_back(
    ours: Side,
    theirs: Side,
    here: Trail,
    heap: Heap,
    b: int,
    key: int,
    stamp: int,
    best: int,
    bonus: int,
    reached: int,
    size: int,
) -> tuple[int, int]:
    """Reach those of us who have `b`, over formed pairs."""
    for at in range(theirs.slot[b], theirs.slot[b] + theirs.taken[b]):
        a = theirs.mate[at]
        dist = key + (bonus + theirs.worth[at] - ours.price[a] - theirs.price[b])
        if dist >= best or (here.seen[a] == stamp and dist >= here.dist[a]):
            continue
        here.seen[a] = stamp
        here.dist[a] = dist
        here.via[a] = b
        if dist == key:
            here.order[reached] = a
            reached += 1
        else:
            size = push(heap, size, dist, len(theirs.room) + a)
    return reached, size


@njit(cache=True, nogil=True)
def search(
    start: int, limit: int, bonus: int, ours: Side, theirs: Side, here: Trail, there: Trail, heap: Heap
) -> tuple[int, int]:
    """The cheapest way to place `start`, found by Dijkstra's method, with the prices changed accordingly.

    `limit`: the most that the price of `start` may fall; then it stays unplaced. Returns how and where the path ends.
    """
    width = len(theirs.room)
    heap.clock[0] += 1
    stamp = heap.clock[0]
    goal = (limit, NOWHERE, -1)
    here.dist[start], here.via[start], here.seen[start], here.order[0] = 0, -1, stamp, start
    reached, looked, passed, size = 1, 0, 0, 0
    while True:
        while looked < reached:
            a = here.order[looked]
            looked += 1
            full = here.dist[a] + ours.price[a]
            if full < goal[0]:
                goal = (full, OUT, a)
            goal, size = look_out(ours, theirs, there, heap, a, full - bonus, stamp, goal, size)
        if size == 0 or heap.key[0] >= goal[0]:
            break
        key, node = heap.key[0], heap.node[0]
        size = pop(heap, size)
        if node >= width:
            if here.dist[node - width] == key:
                here.order[reached] = node - width
                reached += 1
        elif there.dist[node] == key:
            there.order[passed] = node
            passed += 1
            reached, size = look_back(
                ours, theirs, here, heap, node, key, stamp, goal[0], bonus, reached, size
            )
    reprice(ours, here, reached, goal[0], -1)
    reprice(theirs, there, passed, goal[0], 1)
    return goal[1], goal[2]


@njit(cache=True, nogil=True)
def reprice(side: Side, trail: Trail, count: int, best: int, sign: int) -> None:
    """Move the prices of the people who were passed by what the path saved."""
    for at in range(count):
        person = trail.order[at]
        side.price[person] += sign * (best - trail.dist[person])


@njit(cache=True, nogil=True)
def change(start: int, kind: int, end: int, ours: Side, theirs: Side, here: Trail, there: Trail) -> None:
    """Part and join along the path: first part all, so that nobody ever has more partners than room."""
    a = there.via[end] if kind == ROOM else end
    while a != start:
        b = here.via[a]
        part(ours, theirs, a, b)
        a = there.via[b]
    b = end if kind == ROOM else here.via[end]
    while b >= 0:
        a = there.via[b]
        join(ours, theirs, a, b, there.worth[b])
        b = here.via[a]


@njit(cache=True, nogil=True)
def place(
    people: tuple[int, int],
    floor: Ints,
    bonus: int,
    ours: Side,
    theirs: Side,
    here: Trail,
    there: Trail,
    heap: Heap,
) -> None:
    """Find partners for the people from the first up to the second number, until full or until their price is 0.

    `floor`: nobody searches further once the own price has fallen to it.
    """
    for person in range(people[0], people[1]):
        if ours.taken[person] < ours.room[person] and ours.price[person] > 0:
            ours.price[person] = min(ours.price[person], best_offer(ours, theirs, person, bonus))
        while ours.taken[person] < ours.room[person] and ours.price[person] > max(0, floor[person]):
            limit = ours.price[person] - floor[person]
            kind, end = search(person, limit, bonus, ours, theirs, here, there, heap)
            if kind == NOWHERE:
                break
            change(person, kind, end, ours, theirs, here, there)


@njit(cache=True, nogil=True)
def tighten(ours: Side, theirs: Side, bonus: int) -> None:
    """Whoever has room for one and has one pays exactly what the pair is worth."""
    for person in range(len(ours.room)):
        if ours.room[person] == 1 and ours.taken[person] == 1:
            at = ours.slot[person]
            ours.price[person] = bonus + ours.worth[at] - theirs.price[ours.mate[at]]
