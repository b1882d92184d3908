"""Which mails people can unsubscribe from, with one click and without signing in.

Necessary is what somebody needs for what they take part in: invitations, questions that wait for their answer, sessions
that are booked or changed, agreements, and signing in. The rest reminds, asks or tells more, and is listed here.
"""

from mail.models import Category

OPTIONAL = {
    "program.reminder": Category.PROGRAM,
    "program.more_answers": Category.PROGRAM,
    "program.message": Category.PROGRAM,
    # It asks for nothing, changes nothing, and HR may as well leave it out.
    "tandem.waiting": Category.PROGRAM,
    "tandem.proposal_reminder": Category.TANDEM,
    "tandem.nudge": Category.TANDEM,
    "tandem.help_offer": Category.TANDEM,
    "tandem.postponed": Category.TANDEM,
    "session.reminder": Category.TANDEM,
    "session.bundle": Category.TANDEM,
    "feedback.survey": Category.FEEDBACK,
    "feedback.reminder": Category.FEEDBACK,
}


def of(kind: str) -> Category | None:
    """Return the category of a kind of mail, or None for one that is necessary."""
    return OPTIONAL.get(kind)


def kinds(category: Category) -> list[str]:
    """Return the kinds of mail of a category."""
    return [kind for kind, of_kind in OPTIONAL.items() if of_kind == category]
