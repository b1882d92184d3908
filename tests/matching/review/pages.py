"""The review's addresses, and what its pages say."""

from django.urls import reverse

from matching.models import Proposal
from tenancy.scope import scope
from tests.matching.drafts import pair


def address(name: str, program, number: int = 1, **more) -> str:
    where = {"organisation": "weserwerk", "program": program.public_id, "number": number}
    return reverse(f"matching:{name}", kwargs=where | more)


def of(organisation, run, mentor: str = "Mia Krämer") -> str:
    with scope(organisation):
        return pair(run, mentor).name


def shown(response) -> list[str]:
    return [row.mentor.name for row in response.context["page"].object_list]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def text(response) -> str:
    return " ".join(response.content.decode().split())


def change(organisation, run, mentor: str, **fields) -> None:
    with scope(organisation):
        Proposal.objects.filter(pk=pair(run, mentor).pk).update(**fields)


# The list
