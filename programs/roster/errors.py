"""What goes wrong with a roster."""

from programs.errors import ProgramError


class RosterError(ProgramError):
    """A file that is no roster, or one that cannot be taken over. Its text is a sentence for people."""
