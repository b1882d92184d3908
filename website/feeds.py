"""The articles as RSS."""

from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.utils.safestring import SafeString

from website import pages
from website.addresses import in_language
from website.articles import Article, all_articles


class ArticleFeed(Feed):
    """All articles in one language. Addresses come from the settings, never from the request's host."""

    def __init__(self, language: str) -> None:
        page = pages.of("article_list", language)
        self.language, self.articles = language, all_articles(language)
        self.title, self.description, self.link = f"{page.title} – Umento", page.description, page.address
        self.feed_url = in_language(language, "article_feed")

    def items(self) -> tuple[Article, ...]:
        return self.articles

    def item_title(self, item: Article) -> SafeString | str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.teaser

    def item_link(self, item: Article) -> str:
        return pages.of_article(item).address

    def item_pubdate(self, item: Article) -> datetime:
        return datetime.combine(item.published, time(), tzinfo=UTC)

    def item_updateddate(self, item: Article) -> datetime:
        return datetime.combine(item.checked, time(), tzinfo=UTC)

    def item_categories(self, item: Article) -> tuple[str]:
        return (item.kind,)
