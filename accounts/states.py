"""Federal states, whose holidays count: by their codes in ISO 3166-2."""

from django.utils.translation import gettext_lazy as _

#: Only the days that all states keep.
ALL = "DE"
#: No holidays at all.
NONE = "none"

CHOICES = [
    (ALL, _("nur bundesweite Feiertage")),
    ("DE-BW", _("Baden-Württemberg")),
    ("DE-BY", _("Bayern")),
    ("DE-BE", _("Berlin")),
    ("DE-BB", _("Brandenburg")),
    ("DE-HB", _("Bremen")),
    ("DE-HH", _("Hamburg")),
    ("DE-HE", _("Hessen")),
    ("DE-MV", _("Mecklenburg-Vorpommern")),
    ("DE-NI", _("Niedersachsen")),
    ("DE-NW", _("Nordrhein-Westfalen")),
    ("DE-RP", _("Rheinland-Pfalz")),
    ("DE-SL", _("Saarland")),
    ("DE-SN", _("Sachsen")),
    ("DE-ST", _("Sachsen-Anhalt")),
    ("DE-SH", _("Schleswig-Holstein")),
    ("DE-TH", _("Thüringen")),
    (NONE, _("keine Feiertage")),
]
