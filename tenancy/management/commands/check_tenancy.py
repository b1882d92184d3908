"""Whether every table, key and right of the database has its guard."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from tenancy import catalogue


class Command(BaseCommand):
    help = "Read the database's catalogue and name each table, key or right without its guard."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            found = catalogue.problems(cursor)
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Every table, key and right has its guard.")
