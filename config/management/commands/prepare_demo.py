from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from config import demo_data


class Command(BaseCommand):
    help = "Migrate, and fill in the demo data if there is nobody yet. Run as owner."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=1, interactive=False)
        if not get_user_model().objects.exists():
            with transaction.atomic():
                demo_data.fill()
