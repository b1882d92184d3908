"""Tenancy: the mechanism that keeps organisations apart, and nothing else."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    name = "tenancy"

    def ready(self) -> None:
        from tenancy.grants import grant_platform_tables

        post_migrate.connect(grant_platform_tables, sender=self)
