"""The topics of a house: HR's list of them, and what a field offers while somebody types."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from programs import lookalikes, skills, vocabulary
from programs.access import get_skill, get_synonym
from programs.forms.skills import MergeForm, SkillForm, SynonymForm, offering
from programs.models import Skill
from programs.views.attempt import attempt, posted

PAGE = 50


@access(Policy.LEAD)
@require_GET
def skill_list(request: MemberRequest) -> HttpResponse:
    """Show the topics by name, all or the new ones, and above them those that may be one."""
    words, chosen = request.GET.get("q", "").strip()[:100], request.GET.get("show", "")
    found = Skill.objects.current().found(skills.normalise(words))
    new = found.filter(is_new=True)
    rows = (new if chosen == "new" else found).by_name().prefetch_related("synonyms")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    people = vocabulary.people_of(page)
    context = {
        "page": page,
        "rows": [(skill, people.get(skill.pk, 0)) for skill in page],
        "q": words,
        "chosen": chosen,
        "query": "&" + urlencode({"show": chosen, "q": words}),
        "tabs": [
            {"key": key, "url": "?" + urlencode({"show": key, "q": words}), "label": label, "count": number}
            for key, label, number in (("", _("Alle"), found.count()), ("new", _("Neu"), new.count()))
        ],
        "alike": lookalikes.pairs() if page.number == 1 and not words else [],
        "nav": "programs",
    }
    return render(request, "programs/skill_list.html", context)


@access(Policy.MEMBER)
@require_GET
def skill_options(request: MemberRequest) -> HttpResponse:
    """Return the topics that a field offers: whatever the field is called, its letters are the value.

    With ``several`` it holds a list of topics, and what is offered completes the last of them.
    """
    given = {name: value for name, value in request.GET.items() if name != "several"}
    typed = str(next(iter(given.values()), ""))
    options = skills.completed(typed) if "several" in request.GET else skills.offered(typed[:100])
    return render(request, "programs/_skill_option_list.html", {"options": options})


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def skill_detail(request: MemberRequest, skill: int) -> HttpResponse:
    """Show a topic with all its words; on POST rename it."""
    found = get_skill(skill)
    form = SkillForm(found, posted(request))
    if request.method == "POST" and form.is_valid():
        step = partial(vocabulary.rename, found, by=request.membership, **form.cleaned_data)
        if attempt(request, step, done=_("Gespeichert.")):
            return _to(request, "skill_list")
    return _detail(request, found, form, SynonymForm())


@access(Policy.LEAD)
@require_POST
def synonym_add(request: MemberRequest, skill: int) -> HttpResponse:
    found = get_skill(skill)
    form = SynonymForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, SkillForm(found), form)
    name = form.cleaned_data["name"]
    text = _("„{name}“ meint jetzt „{topic}“.").format(name=name, topic=found)
    attempt(request, partial(vocabulary.add_synonym, found, name, by=request.membership), done=text)
    return _to(request, "skill_detail", skill=skill)


@access(Policy.LEAD)
@require_POST
def synonym_remove(request: MemberRequest, skill: int, synonym: int) -> HttpResponse:
    word = get_synonym(get_skill(skill), synonym)
    vocabulary.remove_synonym(word, by=request.membership)
    messages.success(request, _("„{name}“ ist gestrichen.").format(name=word))
    return _to(request, "skill_detail", skill=skill)


@access(Policy.LEAD)
@require_POST
def skills_accept(request: MemberRequest) -> HttpResponse:
    """Take the chosen new topics as they are."""
    rows = _chosen(request.POST)
    vocabulary.accept(rows)
    done = ngettext("{number} Thema ist geprüft.", "{number} Themen sind geprüft.", len(rows))
    messages.success(request, done.format(number=len(rows)))
    return _to(request, "skill_list")


@access(Policy.LEAD)
@require_http_methods(["GET", "POST"])
def skill_merge(request: MemberRequest) -> HttpResponse:
    """Show what merging the chosen topics does; on POST do it. One of them may be typed."""
    given = request.POST if request.method == "POST" else request.GET
    rows = _chosen(given)
    if len(rows) < 2:
        messages.warning(request, _("Bitte wählen Sie mindestens zwei Themen, die dasselbe meinen."))
        return _to(request, "skill_list")
    form = MergeForm(rows, vocabulary.people_of(rows), posted(request))
    if request.method == "POST" and form.is_valid():
        target = next(skill for skill in rows if skill.pk == form.cleaned_data["target"])
        text = _("Zusammengeführt: Alle haben jetzt „{topic}“.").format(topic=target)
        attempt(request, partial(vocabulary.merge, target, rows, by=request.membership), done=text)
        return _to(request, "skill_list")
    context = {"form": form, "skills": rows, "merger": vocabulary.merger(rows), "nav": "programs"}
    return render(request, "programs/skill_merge.html", context)


def _chosen(given: QueryDict) -> list[Skill]:
    """Return the topics that were ticked, and the one that was typed."""
    keys = {int(key) for key in given.getlist("skill") if key.isdecimal() and len(key) < 19}
    rows = list(Skill.objects.current().filter(pk__in=keys).by_name())
    typed = skills.find([given.get("with", "")]).values()
    return list(dict.fromkeys([*rows, *typed]))


def _detail(request: MemberRequest, skill: Skill, form: SkillForm, synonym: SynonymForm) -> HttpResponse:
    context: dict[str, Any] = {
        "skill": skill,
        "form": form,
        "synonym_form": synonym,
        "synonyms": list(skill.synonyms.all()),
        "people": vocabulary.people_of([skill]).get(skill.pk, 0),
        "offering": offering(request.organisation),
        "options": skills.offered(""),
        "nav": "programs",
    }
    return render(request, "programs/skill_detail.html", context)


def _to(request: MemberRequest, page: str, **where: Any) -> HttpResponse:
    return redirect(f"programs:{page}", organisation=request.organisation.slug, **where)
