"""The organisations, people and programs that the demo starts with."""


def fill() -> None:
    """Called once, on an empty database, inside one transaction, as the owner role."""
