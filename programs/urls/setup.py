"""Programs, their set-up and the roster."""

from django.urls import URLPattern

setup_urls: list[URLPattern] = []
