import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.embedded import demo


class Command(BaseCommand):
    help = "Start Umento with demo data on built-in servers. bin/demo does the same, and installs first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--data")

    def handle(self, *args: Any, **options: Any) -> None:
        data = ["--data", options["data"]] if options["data"] else []
        sys.exit(demo.main(["--port", options["port"], *data]))
