"""The organisations, people and programs that the demo starts with. All of them are made up."""

from accounts.models import Organisation
from config.demo_data import house, nordlicht, weserwerk
from mail.models import Message
from tenancy import clock
from tenancy.scope import scope

PASSWORD = "umento-demo"  # noqa: S105 - printed with the log-ins; the demo holds nobody's data


def fill() -> None:
    """Called once, on an empty database, inside one transaction, as the owner role."""
    now = clock.now()
    house.fill(now, PASSWORD)
    weserwerk.fill(now, PASSWORD)
    nordlicht.fill(now, PASSWORD)
    for organisation in Organisation.objects.all():
        with scope(organisation):
            # What happened before the demo began shall not arrive in its inbox now.
            Message.objects.all().delete()
