from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts import colleagues


class Command(BaseCommand):
    help = "Let one of our own people into the back office. They sign in with a code that comes by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is no e-mail address.") from None
        colleagues.add(name=name, email=email)
        self.stdout.write(f"{name} can sign in at /login/code/ as {email}.")
