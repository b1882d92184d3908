import django.db.models.functions.text
from django.db import migrations, models

MARKED = (
    "àáâãäåāăąæçćčďđèéêëēėęěğģìíîïīıķłļľñńņňòóôõöøōőœřśşšșťțţùúûüūůűųýÿźżž"
    "ÀÁÂÃÄÅĀĂĄÆÇĆČĎĐÈÉÊËĒĖĘĚĞĢÌÍÎÏĪIĶŁĻĽÑŃŅŇÒÓÔÕÖØŌŐŒŘŚŞŠȘŤȚŢÙÚÛÜŪŮŰŲÝŸŹŻŽİ"
)
PLAIN = (
    "aaaaaaaaaacccddeeeeeeeeggiiiiiiklllnnnnooooooooorsssstttuuuuuuuuyyzzz"
    "aaaaaaaaaacccddeeeeeeeeggiiiiiiklllnnnnooooooooorsssstttuuuuuuuuyyzzzi"
)


def order():
    """Without titles, umlauts as their plain letters, all small."""
    bare = models.Func(
        models.F("name"), models.Value(r"^(\S+\.\s+)+"), models.Value(""), function="regexp_replace"
    )
    plain = models.Func(bare, models.Value(MARKED), models.Value(PLAIN), function="translate")
    spelt = django.db.models.functions.text.Replace(plain, models.Value("ß"), models.Value("ss"))
    return django.db.models.functions.text.Lower(spelt)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_program_retention")]

    operations = [
        migrations.AddField(
            "membership",
            "name_order",
            models.GeneratedField(
                db_persist=True,
                expression=order(),
                output_field=models.CharField(db_collation="C", max_length=240),
            ),
        ),
        migrations.AddIndex(
            "membership",
            models.Index(fields=["organisation", "name_order", "id"], name="membership_by_name"),
        ),
    ]
