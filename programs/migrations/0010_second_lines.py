import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


def member(name, on_delete, **options):
    return tenancy.models.TenantForeignKey(
        db_index=False, on_delete=on_delete, related_name=name, to="accounts.membership", **options
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0009_joining")]

    operations = [
        migrations.CreateModel(
            name="SecondLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email_norm", models.CharField(blank=True, max_length=320)),
                (
                    "manager",
                    member("second_reports", django.db.models.deletion.SET_NULL, blank=True, null=True),
                ),
                ("membership", member("second_lines", django.db.models.deletion.CASCADE)),
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
                    models.UniqueConstraint(
                        fields=("organisation", "membership", "manager"), name="second_line_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email_norm", ""), _negated=True),
                        fields=("organisation", "membership", "email_norm"),
                        name="second_line_named_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("manager", None), ("email_norm", ""), _connector="OR"),
                        name="second_line_one_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("manager", None),
                            models.Q(("manager", models.F("membership")), _negated=True),
                            _connector="OR",
                        ),
                        name="second_line_to_another",
                    ),
                ],
            },
        ),
        TenantTable("SecondLine"),
    ]
