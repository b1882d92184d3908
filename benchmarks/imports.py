"""What taking 20,000 people over costs beside 2,000: time a row, and memory. `python -m benchmarks.imports`

Starts a throw-away database. Each size is uploaded, looked at and taken over in a process of its own, as CSV and as
XLSX; prints seconds, what a row of the large file costs beside one of the small, and the process's greatest memory.
"""

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

import pytest

if __name__ != "__main__":  # the settings are there only once pytest has begun
    from tests.conftest import client_for, django_db_setup, lead, organisation  # noqa: F401 - fixtures

FEW, MANY = 2_000, 20_000
STEPS = ("upload", "preview", "take", "take back")
HEADERS = [
    "Name",
    "E-Mail",
    "Rolle",
    "Bereich",
    "Standort",
    "Karrierestufe",
    "Berufsjahre",
    "E-Mail der Führungskraft",
    "Sprachen",
    "Das kann ich zeigen",
    "Das möchte ich lernen",
]
CHOICE = "UMENTO_BENCHMARK_IMPORT"


def main() -> int:
    """Run each size and kind as a test of its own process, and compare."""
    rows: dict[tuple[str, int], dict[str, float]] = {}
    for kind in ("csv", "xlsx"):
        for count in (FEW, MANY):
            rows[kind, count] = _run(kind, count)
            print(kind, count, json.dumps(rows[kind, count]), flush=True)
        ratios = {
            step: round(rows[kind, MANY][step] / MANY / (rows[kind, FEW][step] / FEW), 2) for step in STEPS
        }
        print(f"{kind}: a row of {MANY} beside one of {FEW}: {json.dumps(ratios)}")
    return 0


def _run(kind: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "pytest", __file__, "-q", "-s", "-p", "no:cacheprovider", "-n", "0"]
    env = {**os.environ, CHOICE: f"{kind} {count}"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    answers = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not answers:
        raise SystemExit(done.stdout + done.stderr)
    figures: dict[str, float] = json.loads(answers[-1])
    return figures


@pytest.mark.django_db
def test_import(organisation, lead):  # type: ignore[no-untyped-def]
    from programs.roster import taking, undoing
    from tenancy.scope import scope
    from tests import factories

    kind, count = os.environ[CHOICE].split()
    content = roster(kind, int(count))
    with scope(organisation):
        program = factories.program(lead=lead, phase="enrolment")
        uploaded, seconds = timed(
            lambda: taking.upload(program, file_name=f"x.{kind}", content=content, by=lead)
        )
        figures = {"megabytes of file": round(len(content) / 1e6, 1), "upload": seconds}
        plan, figures["preview"] = timed(lambda: taking.plan_of(uploaded))
        assert len(plan.takeable) == int(count)
        del plan
        _, figures["take"] = timed(lambda: taking.take(uploaded, by=lead))
        _, figures["take back"] = timed(lambda: undoing.take_back(uploaded, by=lead))
        assert not program.participants.exists()
    figures["MiB at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures["MiB at most, reader"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\n{json.dumps(figures)}")


def timed(step: Any) -> tuple[Any, float]:
    began = time.perf_counter()
    result = step()
    return result, round(time.perf_counter() - began, 2)


def roster(kind: str, count: int) -> bytes:
    """Return a roster of this many people, in which each tenth leads others."""
    from tests.programs.workbooks import workbook

    rows = [HEADERS, *(person(number) for number in range(count))]
    if kind == "csv":
        return "\r\n".join(";".join(row) for row in rows).encode("cp1252")
    return workbook(rows)


def person(number: int) -> list[str]:
    return [
        f"Person Müller {number}",
        f"p{number}@weserwerk.example",
        "Mentorin" if number % 2 else "Mentee",
        f"Bereich {number % 40}",
        f"Ort {number % 9}",
        str(number % 10),
        f"{number % 30},5",
        f"p{number // 10}@weserwerk.example",
        "Deutsch, Englisch",
        f"KI {number % 50}, Daten {number % 30}",
        f"KI {number % 40}, Chat {number % 20}",
    ]


if __name__ == "__main__":
    sys.exit(main())
