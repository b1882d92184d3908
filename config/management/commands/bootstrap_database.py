from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from config import env
from config.bootstrap import bootstrap


class Command(BaseCommand):
    help = (
        "Create the three database roles and the database, as the superuser of DATABASE_ADMIN_URL, "
        "with names and passwords from DATABASE_OWNER_URL, DATABASE_URL and DATABASE_WORKER_URL. Safe to repeat."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bootstrap(
                env.text("DATABASE_ADMIN_URL"),
                owner_url=env.text("DATABASE_OWNER_URL"),
                web_url=env.text("DATABASE_URL"),
                worker_url=env.text("DATABASE_WORKER_URL"),
            )
        except (ImproperlyConfigured, ValueError, psycopg.Error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The roles and the database are there.")
