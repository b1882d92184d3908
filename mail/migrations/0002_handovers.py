from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_first")]

    operations = [
        migrations.AddField("message", "handovers", models.PositiveSmallIntegerField(default=0)),
        migrations.RunSQL("UPDATE mail_message SET handovers = 1 WHERE ambiguous", migrations.RunSQL.noop),
        migrations.RemoveField("message", "ambiguous"),
    ]
