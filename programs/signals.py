"""What the apps above may react to."""

from django.dispatch import Signal

#: A tandem changed its state; sent inside the transaction of the change.
#: Arguments: tandem, before and after (values of TandemState, before is "" for a new one), at (datetime).
tandem_moved = Signal()
