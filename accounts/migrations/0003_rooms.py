from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_state"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="rooms",
            field=models.CharField(
                choices=[
                    ("none", "Die beiden einigen sich selbst"),
                    ("link", "Ein Link des Hauses"),
                    ("jitsi", "Ein eigener Raum für jede Sitzung"),
                ],
                default="none",
                max_length=5,
                verbose_name="Videoraum",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="room_link",
            field=models.CharField(blank=True, max_length=200, verbose_name="Link des Videoraums"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("room_link", ""), ("rooms", "link"), _negated=True),
                name="organisation_room_link",
            ),
        ),
    ]
