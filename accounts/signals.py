"""What the apps above may react to."""

from django.dispatch import Signal

#: Somebody's access to the organisation in scope is being ended; sent inside the transaction, before people are locked.
#: Arguments: membership, by.
access_ending = Signal()
