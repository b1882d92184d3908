"""What the numbers of RFC 3463 say about an address. Pure.

Only what is the fault of the address for good stops mail to it. Full mailboxes, sizes, servers, content and policy are
other people's faults, or pass; a bare 550 may be any of them, and is how a relay with a wrong setup refuses us.
"""

import re

FORM = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
#: The sender's address (5.1.7, 5.1.8), full mailbox, size of mail, congestion, loop, delivery time expired.
NOT_THE_ADDRESS = {(1, 7), (1, 8), (2, 2), (2, 3), (4, 5), (4, 6), (4, 7)}
#: Unknown cause, address, mailbox, routing. Not: mail system, protocol, content, policy.
MAY_BE_THE_ADDRESS = {0, 1, 2, 4}


def find(text: str) -> str:
    """Return the first status in a text, as in "550 5.1.1 No such user", or ""."""
    found = FORM.search(text)
    return found[0] if found else ""


def is_fault_of_address(status: str) -> bool:
    """Return whether a status says for good that nobody gets mail at this address."""
    found = FORM.fullmatch(status)
    if not found or found[1] != "5":
        return False
    subject, detail = int(found[2]), int(found[3])
    return subject in MAY_BE_THE_ADDRESS and (subject, detail) not in NOT_THE_ADDRESS
