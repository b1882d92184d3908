import subprocess
import sys
from pathlib import Path

from matching.engine import solve, verify
from matching.engine.warming import cohort

ROOT = Path(__file__).parent.parent.parent.parent
AFTER_WARMING = """
import random, sys
from numba.core.registry import CPUDispatcher
from matching.engine.warming import warm
from matching.engine import Person, Problem, options, solve, verify

def compiled():
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("matching.engine")]
    kernels = {one for module in modules for one in vars(module).values() if isinstance(one, CPUDispatcher)}
    return sum(len(kernel.signatures) for kernel in kernels)

def person(side, number, chance):
    skills = {f"s{chance.randrange(40)}": chance.randint(1, 3) for _ in range(4)}
    years = chance.randrange(15) + 6 * (side == "mentee")
    return Person(key=f"{side}{number}", side=side, capacity=chance.randint(1, 3), level=years, skills=skills,
                  languages=frozenset(chance.sample(["de", "en", "fr", "pl"], 2)))

warm()
before = compiled()
chance = random.Random(7)
people = tuple(person(side, number, chance) for side in ("mentor", "mentee") for number in range(150))
problem = Problem(people=people)
result = solve(problem)
assert not verify(problem, result)
options(problem, result)
print(before > 0, compiled() - before)
"""


def test_after_warming_a_large_cohort_compiles_nothing_more():
    command = [sys.executable, "-c", AFTER_WARMING]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert output.split() == ["True", "0"]


def test_the_made_up_cohort_has_pairs_and_people_left_over():
    result = solve(cohort("fair"))
    assert result.pairs and result.left_over
    assert verify(cohort("fair"), result) == ()
