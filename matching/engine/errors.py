"""The one exception of the engine."""

from typing import Any


class ProblemError(ValueError):
    """The problem contradicts itself. `code` and `params` let the caller say it in another language."""

    def __init__(self, code: str, sentence: str, **params: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.params = params


def demand(holds: bool, code: str, sentence: str, **params: Any) -> None:
    """Raise ProblemError unless `holds`."""
    if not holds:
        raise ProblemError(code, sentence, **params)
