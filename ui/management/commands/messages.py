from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ui import catalogues

LOCALES = ("en", "de_DU")


class Command(BaseCommand):
    requires_system_checks: tuple[str, ...] = ()
    help = "Bring locale/*/LC_MESSAGES/django.po up to date with the code; --check only says what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail when something is missing"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        root, folder = Path(settings.BASE_DIR), Path(settings.LOCALE_PATHS[0])
        found = list(catalogues.messages(root))
        wrong = 0
        for locale in LOCALES:
            path = folder / locale / "LC_MESSAGES" / "django.po"
            catalog = catalogues.updated(found, path, locale)
            if not check:
                catalogues.write(catalog, path, locale)
            lines = list(catalogues.complaints(catalog, path))
            wrong += len(lines)
            for line in lines if check else [f"{len(catalog)} messages, {len(lines)} to do"]:
                self.stdout.write(f"{locale}: {line}")
        if check and wrong:
            raise CommandError(f"{wrong} messages need a translator: python manage.py messages")
