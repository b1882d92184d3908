"""The pages to read: what Umento is, how it works, articles, law. The texts are templates, one per language."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import Policy, access
from accounts.organisations import house
from mail.outbox import absolute
from tenancy import clock
from tenancy.scope import scope
from website import pages
from website.addresses import in_address_language
from website.articles import ArticleNotFound, all_articles, get_article, in_any_language, other_language
from website.feeds import ArticleFeed
from website.pickers import next_times


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    with scope(house()):
        slots = next_times(clock.now())
    return _written(request, "start", slots=slots, articles=all_articles(_language(request)))


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    return _written(request, "how_it_works")


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    return _written(request, "security")


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return _written(request, "imprint", template="website/prose.html")


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _written(request, "privacy", template="website/prose.html")


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _written(request, "accessibility", template="website/prose.html")


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    everything = all_articles(_language(request))
    kinds = list(dict.fromkeys(article.kind for article in everything))
    kind = request.GET.get("kind", "")
    context = {
        "nav": "articles",
        "page": pages.of("article_list", _language(request)),
        "kinds": kinds,
        "kind": kind,
        "articles": [article for article in everything if kind in {"", article.kind}],
    }
    return render(request, "website/article_list.html", context)


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        article = get_article(slug, _language(request))
    except ArticleNotFound:
        # Whoever changes the language of an article arrives with the slug of the other one.
        found = in_any_language(slug)
        if found is None:
            raise Http404 from None
        return redirect("website:article_detail", other_language(found).slug)
    context = {
        "nav": "articles",
        "page": pages.of_article(article),
        "article": article,
        "other": other_language(article),
    }
    return render(request, "website/article_detail.html", context)


@access(Policy.PUBLIC)
@in_address_language
@require_safe
def article_feed(request: HttpRequest) -> HttpResponse:
    return ArticleFeed(_language(request))(request)


@access(Policy.PUBLIC)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap": absolute("/sitemap.xml")}
    return render(request, "website/robots.txt", context, content_type="text/plain; charset=utf-8")


@access(Policy.PUBLIC)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(
        request, "website/sitemap.xml", {"pages": pages.all_pages()}, content_type="application/xml"
    )


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE


def _written(
    request: HttpRequest, name: str, *, template: str = "website/page.html", **context: object
) -> HttpResponse:
    """Show a page whose text is a template of its own."""
    language = _language(request)
    text = f"website/content/{name}.{language}.html"
    context |= {"nav": name, "page": pages.of(name, language), "text": text}
    return render(request, template, context)
