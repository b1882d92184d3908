"""Participants, invitations and tandems."""

from django.urls import URLPattern

people_urls: list[URLPattern] = []
