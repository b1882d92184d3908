import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_first"),
        ("mentoring", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemoBooking",
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
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "gebucht"),
                            ("cancelled", "abgesagt"),
                            ("held", "fand statt"),
                            ("no_show", "nicht erschienen"),
                        ],
                        default="booked",
                        max_length=9,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("zone", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail")),
                ("email_norm", models.CharField(editable=False, max_length=320)),
                (
                    "interest",
                    models.CharField(blank=True, max_length=500, verbose_name="Worum geht es Ihnen?"),
                ),
                ("language", models.CharField(default="de", max_length=2)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("booked_at", models.DateTimeField()),
                (
                    "busy",
                    tenancy.models.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mentoring.busy",
                    ),
                ),
                (
                    "host",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demos",
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
                "indexes": [models.Index(fields=["organisation", "starts_at"], name="demo_booking_by_start")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public_id"), name="demo_booking_public_id"
                    ),
                    models.UniqueConstraint(fields=("organisation", "digest"), name="demo_booking_digest"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VideoRoom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=300, verbose_name="Videoraum")),
                (
                    "host",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="video_rooms",
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
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "host"), name="video_room_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday")),
                ("starts", models.PositiveSmallIntegerField(help_text="Minutes after local midnight")),
                ("ends", models.PositiveSmallIntegerField(help_text="Minutes after local midnight")),
                (
                    "host",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="working_hours",
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
                "ordering": ["weekday", "starts"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "host", "weekday", "starts"), name="working_hours_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__lte", 1440), ("starts__lt", models.F("ends")), ("weekday__lte", 6)
                        ),
                        name="working_hours_order",
                    ),
                ],
            },
        ),
        TenantTable("WorkingHours"),
        TenantTable("DemoBooking"),
        TenantTable("VideoRoom"),
    ]
