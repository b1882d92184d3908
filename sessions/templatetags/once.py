"""{% load once %}: {% once_key %}"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tenancy.models import new_public_id

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    """Return the hidden field by which a form that is sent twice is carried out once. New on every page."""
    return format_html('<input type="hidden" name="key" value="{}">', new_public_id())
