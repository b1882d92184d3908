"""The exceptions of the app. Their texts are sentences for people, in their language."""


class AgreementError(Exception):
    """A step towards an agreement is not possible."""


class AgreementChanged(AgreementError):
    """Somebody wrote after this person had looked; nothing was overwritten."""
