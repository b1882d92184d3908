"""Uploaded files are kept no longer than they are needed: they may hold columns that we promise not to store."""

from datetime import datetime, timedelta

from accounts.models import Organisation
from accounts.retention import UPLOAD_DAYS
from programs.models import RosterImport
from programs.roster import undoing
from tenancy.scope import scope, system

#: An upload that nobody took over.
UNTAKEN = timedelta(days=1)
#: The rows that were left out of one that was: the shortest period that a house can choose.
LEFT_OUT = timedelta(days=min(UPLOAD_DAYS))


def forget(now: datetime) -> None:
    """Delete uploads that were not taken within a day, what undoing needs after it, and rows left out as long
    ago as the house says. For the worker.
    """
    with system():
        untaken = RosterImport.objects.filter(taken_at=None, uploaded_at__lte=now - UNTAKEN)
        settled = RosterImport.objects.filter(taken_at__lte=now - undoing.FOR).exclude(before={})
        left_out = RosterImport.objects.filter(taken_at__lte=now - LEFT_OUT).exclude(content=b"")
        due = set((untaken | left_out | settled).values_list("organisation_id", flat=True))
    for organisation in Organisation.objects.filter(pk__in=due):
        with scope(organisation):
            RosterImport.objects.filter(taken_at=None, uploaded_at__lte=now - UNTAKEN).delete()
            RosterImport.objects.filter(taken_at__lte=now - undoing.FOR).update(before={})
            kept = timedelta(days=organisation.upload_days)
            RosterImport.objects.filter(taken_at__lte=now - kept).update(content=b"")
