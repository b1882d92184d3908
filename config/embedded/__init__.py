"""PostgreSQL, Valkey and a mail catcher as child processes, for the demo and the tests."""


class Trouble(Exception):
    """Something a person has to put right; the message is one sentence that says what to do."""
