"""The pages of the notes: reading, writing, taking along."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import MemberRequest, Policy, access
from programs.models import Tandem
from sessions import notes
from sessions.access import get_session, get_tandem
from sessions.errors import NoteChanged, NoteError
from sessions.models import Note
from ui.forms import LongText

CHANGED = 409


class NoteForm(forms.Form):
    """The page, or the lines to a session; ``revision`` comes back as it went out."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, number: int, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["text"] = LongText(
            label=gettext_lazy("Notizen"),
            required=False,
            rows=4 if number else 14,
            max_length=notes.limit(number),
        )


@access(Policy.MEMBER)
@require_safe
def note_list(request: MemberRequest, tandem: str) -> HttpResponse:
    found = get_tandem(request, tandem)
    written = notes.written(found)
    has_page = any(note.number == Note.PAGE for note in written)
    return render(
        request,
        "sessions/note_list.html",
        _context(request, found, written=written, has_page=has_page, is_open=notes.is_open(found)),
    )


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: MemberRequest, tandem: str) -> HttpResponse:
    return _edit(request, get_tandem(request, tandem), Note.PAGE)


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_note(request: MemberRequest, tandem: str, number: int) -> HttpResponse:
    """The lines to one session."""
    return _edit(request, get_session(request, tandem, number).tandem, number)


@access(Policy.MEMBER)
@require_safe
def note_file(request: MemberRequest, tandem: str) -> HttpResponse:
    return HttpResponse(
        notes.plain(get_tandem(request, tandem)),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_("notizen.txt")}"'},
    )


def _edit(request: MemberRequest, tandem: Tandem, number: int) -> HttpResponse:
    if not notes.is_open(tandem):
        return _to_list(request, tandem)
    note = notes.of(tandem, number)
    initial = {"text": note.text, "revision": note.revision} if note else {"revision": 0}
    form = NoteForm(request.POST or None, number=number, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            notes.write(tandem, by=request.membership, number=number, **form.cleaned_data)
        except NoteChanged as changed:
            form, theirs = _kept(form, number, changed), changed.note
        except NoteError as error:
            form.add_error("text", str(error))
        else:
            return _to_list(request, tandem)
    context = _context(request, tandem, form=form, note=note, number=number, theirs=theirs)
    return render(request, "sessions/note_edit.html", context, status=CHANGED if theirs else None)


def _kept(form: NoteForm, number: int, changed: NoteChanged) -> NoteForm:
    """Return the form with what was typed, why it is not saved, and the revision to save it with after all."""
    data = {"text": form.cleaned_data["text"], "revision": changed.note.revision}
    fresh = NoteForm(data, number=number, initial={})
    fresh.add_error("text", str(changed))
    return fresh


def _to_list(request: MemberRequest, tandem: Tandem) -> HttpResponse:
    return redirect("sessions:note_list", request.organisation.slug, tandem.public_id)


def _context(request: MemberRequest, tandem: Tandem, **context: Any) -> dict[str, Any]:
    return {
        "nav": "tandem",
        "tandem": tandem,
        "partner": tandem.partner_of(request.membership),
        "role": tandem.side_of(request.membership),
        "zone": request.membership.zone,
        **context,
    }
