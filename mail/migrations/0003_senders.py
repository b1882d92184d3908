from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_handovers")]

    operations = [
        migrations.AddField(
            "message",
            "sender",
            models.EmailField(blank=True, default="", help_text="Empty: MAIL_FROM", max_length=254),
            preserve_default=False,
        ),
    ]
