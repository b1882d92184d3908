"""Theme and language: a cookie for everybody, and the language in the profile of who is signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.access import Policy, access
from accounts.models import Language, User
from ui import views


@access(Policy.PUBLIC)
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and go back to the page it was chosen on."""
    language = request.POST.get("language")
    if request.user.is_authenticated and language in Language.values:
        User.objects.filter(pk=request.user.pk).update(language=language)
    return views.preferences(request)
