import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail")),
                ("email_norm", models.CharField(editable=False, max_length=320, unique=True)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="Name")),
                ("is_active", models.BooleanField(default=True)),
                (
                    "is_staff",
                    models.BooleanField(default=False, help_text="Works for us and may use the back office."),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("de", "Deutsch"), ("en", "Englisch")],
                        max_length=2,
                        verbose_name="Sprache",
                    ),
                ),
                ("date_joined", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        choices=[("sie", "Sie"), ("du", "Du")],
                        max_length=3,
                        verbose_name="Anrede",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "Deutsch"), ("en", "Englisch")],
                        default="de",
                        max_length=2,
                        verbose_name="Sprache",
                    ),
                ),
                ("zone", models.CharField(default="Europe/Berlin", max_length=64, verbose_name="Zeitzone")),
                ("smallest_group", models.PositiveSmallIntegerField(default=7)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("smallest_group__gte", 5)),
                        name="organisation_smallest_group_floor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(default=tenancy.models.new_public_id, editable=False, max_length=20),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Gesamtleitung"),
                            ("lead", "Programmleitung"),
                            ("participant", "Teilnahme"),
                        ],
                        default="participant",
                        max_length=12,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail")),
                ("email_norm", models.CharField(editable=False, max_length=320)),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "Deutsch"), ("en", "Englisch")],
                        default="de",
                        max_length=2,
                        verbose_name="Sprache",
                    ),
                ),
                ("zone", models.CharField(default="Europe/Berlin", max_length=64, verbose_name="Zeitzone")),
                ("job_title", models.CharField(blank=True, max_length=160, verbose_name="Funktion")),
                ("department", models.CharField(blank=True, max_length=120, verbose_name="Bereich")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="Standort")),
                (
                    "level",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Karrierestufe"),
                ),
                (
                    "experience_years",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="Berufsjahre"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "manager",
                    tenancy.models.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="accounts.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=tenancy.scope.organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "membership",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=tenancy.scope.organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=120)),
                ("verb", models.CharField(max_length=60)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("detail", models.JSONField(default=dict)),
                (
                    "by",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=tenancy.scope.organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["user"], name="membership_of_user"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("organisation", "public_id"), name="membership_public_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("organisation", "email_norm"), name="membership_email"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("organisation", "user"), name="membership_user"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("organisation", "digest"), name="invitation_digest"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["organisation", "-at"], name="audit_by_time"),
        ),
        TenantTable("Membership", own_rows=True),
        TenantTable("Invitation"),
        TenantTable("AuditEvent", append_only=True),
    ]
