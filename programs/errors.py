"""What the verbs of this app raise."""


class ProgramError(Exception):
    """Something that cannot be done. Its text is a sentence for people, in their language."""


class RosterError(ProgramError):
    """A file that is no roster, or a roster that cannot be taken over."""
