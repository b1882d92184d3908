import uuid

import django.db.models.deletion
from django.db import migrations, models

import tenancy.models
import tenancy.scope
from tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_goals_and_phases"),
        ("feedback", "0002_outcomes"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoalAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "side",
                    models.CharField(choices=[("mentor", "Mentor*in"), ("mentee", "Mentee")], max_length=6),
                ),
                (
                    "moment",
                    models.CharField(choices=[("start", "zu Beginn"), ("closing", "am Ende")], max_length=7),
                ),
                ("month", models.DateField(help_text="First day of the month")),
                ("agrees", models.PositiveSmallIntegerField()),
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
                (
                    "program",
                    tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goal_answers",
                        to="programs.program",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agrees__range", (1, 5))), name="goal_answer_agrees"
                    ),
                ],
            },
        ),
        TenantTable("GoalAnswer"),
    ]
