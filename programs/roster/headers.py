"""The words a roster's headers are known by, in German and English."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from programs.roster.cells import plain


class Field(StrEnum):
    """What a column can hold; the order is that of the template."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    NUMBER = "number"
    SIDE = "side"
    JOB_TITLE = "job_title"
    DEPARTMENT = "department"
    PLACE = "place"
    COUNTRY = "country"
    FORM = "form"
    LEVEL = "level"
    EXPERIENCE = "experience"
    SINCE = "since"
    MANAGER = "manager"
    SECOND_MANAGERS = "second_managers"
    LANGUAGES = "languages"
    OFFERED = "offered"
    WANTED = "wanted"


LABELS = {
    Field.NAME: _("Name"),
    Field.FIRST_NAME: _("Vorname"),
    Field.LAST_NAME: _("Nachname"),
    Field.EMAIL: _("E-Mail"),
    Field.NUMBER: _("Personalnummer"),
    Field.SIDE: _("Rolle im Programm"),
    Field.JOB_TITLE: _("Funktion"),
    Field.DEPARTMENT: _("Bereich"),
    Field.PLACE: _("Standort"),
    Field.COUNTRY: _("Land"),
    Field.FORM: _("Art der Treffen"),
    Field.LEVEL: _("Karrierestufe"),
    Field.EXPERIENCE: _("Berufsjahre"),
    Field.SINCE: _("Im Beruf seit"),
    Field.MANAGER: _("E-Mail der Führungskraft"),
    Field.SECOND_MANAGERS: _("Weitere Führungskräfte"),
    Field.LANGUAGES: _("Sprachen"),
    Field.OFFERED: _("Das kann ich zeigen"),
    Field.WANTED: _("Das möchte ich lernen"),
}

SYNONYMS = {
    Field.NAME: (
        "name, vollständiger name, full name, vor und nachname, vorname nachname, name vorname, "
        "person, mitarbeiter, mitarbeiterin, mitarbeitende, employee, employee name, display "
        "name, anzeigename"
    ),
    Field.FIRST_NAME: ("vorname, rufname, first name, given name, forename"),
    Field.LAST_NAME: ("nachname, familienname, last name, surname, family name"),
    Field.EMAIL: (
        "e-mail, email, mail, e-mail-adresse, email address, mailadresse, dienstliche e-mail, "
        "work email, e-mail geschäftlich, business email"
    ),
    Field.NUMBER: (
        "personalnummer, personalnr, pers.nr, persnr, mitarbeiternummer, employee id, employee "
        "number, staff id, id"
    ),
    Field.SIDE: (
        "rolle im programm, rolle, programmrolle, role, role in program, program role, teilnahme "
        "als, mentor/mentee, mentor oder mentee, mentor or mentee"
    ),
    Field.JOB_TITLE: (
        "funktion, position, stelle, stellenbezeichnung, jobtitel, job title, title, tätigkeit, beruf, job"
    ),
    Field.DEPARTMENT: (
        "bereich, abteilung, department, team, organisationseinheit, org-einheit, oe, division, "
        "business unit, branche, industry, kostenstelle"
    ),
    Field.PLACE: ("standort, ort, stadt, niederlassung, site, location, office, city, büro"),
    Field.COUNTRY: ("land, country"),
    Field.FORM: (
        "arbeitsort, arbeitsform, arbeitsmodell, arbeitsweise, treffen, art der treffen, work "
        "location, workplace, remote work, working model, work mode"
    ),
    Field.LEVEL: (
        "karrierestufe, stufe, level, karrierelevel, career level, job level, grade, ebene, hierarchieebene"
    ),
    Field.EXPERIENCE: (
        "berufsjahre, berufserfahrung, berufserfahrung in jahren, jahre berufserfahrung, years of "
        "experience, experience, work experience, professional experience, years, erfahrung, "
        "erfahrung in jahren"
    ),
    Field.SINCE: (
        "im beruf seit, berufseinstieg, berufstätig seit, berufsbeginn, eintrittsdatum, eintritt, "
        "betriebseintritt, im unternehmen seit, dabei seit, hire date, entry date, start date, "
        "date joined, joined, career start"
    ),
    Field.MANAGER: (
        "vorgesetzte/r e-mail, e-mail vorgesetzte/r, e-mail der vorgesetzten, e-mail der "
        "führungskraft, e-mail führungskraft, führungskraft e-mail, vorgesetzter e-mail, "
        "vorgesetzte e-mail, führungskraft, vorgesetzte/r, vorgesetzter, vorgesetzte, manager, "
        "manager email, manager e-mail, supervisor, supervisor email, line manager, reports to, "
        "disziplinarische führungskraft, disziplinarischer vorgesetzter, disziplinarische/r vorgesetzte/r"
    ),
    Field.SECOND_MANAGERS: (
        "weitere führungskräfte, weitere führungskraft, zweite führungskraft, e-mail der weiteren "
        "führungskräfte, fachliche führungskraft, fachliche führungskräfte, fachlicher vorgesetzter, "
        "fachliche/r vorgesetzte/r, funktionale führungskraft, matrix-führungskraft, matrixführungskraft, "
        "dotted line, dotted line manager, dotted-line manager, matrix manager, functional manager, "
        "second manager, secondary manager, further managers, other managers"
    ),
    Field.LANGUAGES: ("sprachen, sprache, languages, language, sprachkenntnisse"),
    Field.OFFERED: (
        "das kann ich zeigen, kann ich zeigen, kann zeigen, angebot, bietet, kenntnisse, "
        "fähigkeiten, skills, offers, skills offered, can show, kompetenzen"
    ),
    Field.WANTED: (
        "das möchte ich lernen, möchte ich lernen, möchte lernen, lernwunsch, lernwünsche, sucht, "
        "wants, skills wanted, wants to learn, lernziele, interessen, themenwunsch"
    ),
}
#: Columns that are known and left out on purpose, with the reason.
LEFT_OUT = {
    _(
        "Alter zählt bei uns nicht, nur Karrierestufe oder Berufsjahre. Diese Spalte wird nicht gespeichert."
    ): (
        "alter, altersgruppe, geburtsdatum, geburtsjahr, geburtstag, age, age group, age band, "
        "date of birth, birthday"
    ),
    _("Wird für Tandems nicht gebraucht und nicht gespeichert."): (
        "geschlecht, gender, sex, anrede, salutation, nationalität, staatsangehörigkeit, "
        "nationality, religion, gehalt, salary, bewertung, beurteilung, rating, performance"
    ),
    _("Abstand entsteht aus Karrierestufe oder Berufsjahren. Diese Spalte wird nicht gespeichert."): (
        "führungsrolle, führungsverantwortung, people manager, leadership role, is manager"
    ),
    _(
        "Stammt aus der Liste der Zeilen, die noch anzusehen waren."
    ): "zeile, bitte ansehen, row, please check",
}
HEADERS = {plain(word): field for field, words in SYNONYMS.items() for word in words.split(",")}
REASONS = {plain(word): reason for reason, words in LEFT_OUT.items() for word in words.split(",")}
