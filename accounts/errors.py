class AccountError(Exception):
    """A step that cannot be taken. The message is a sentence for people, in their language."""
