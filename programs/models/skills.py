"""The vocabulary of a house: what one can show and another wants to learn, under all its names."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language

from programs.querysets import SkillQuerySet
from tenancy.models import TenantForeignKey, TenantManager, TenantModel


class Skill(TenantModel):
    """Something one can show and another wants to learn.

    One that was merged into another stays as a row that nobody sees: what still refers to it finds its way.
    """

    name = models.CharField(max_length=120)
    name_norm = models.CharField(max_length=160, editable=False)
    name_en = models.CharField(max_length=120, blank=True)
    name_en_norm = models.CharField(max_length=160, blank=True, editable=False)
    # Somebody typed or imported it, and HR has not looked at it yet.
    is_new = models.BooleanField(default=False)
    merged_into = TenantForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = TenantManager.from_queryset(SkillQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name_norm"],
                condition=models.Q(merged_into=None),
                name="skill_name",
            ),
            models.UniqueConstraint(
                fields=["organisation", "name_en_norm"],
                condition=models.Q(merged_into=None) & ~models.Q(name_en_norm=""),
                name="skill_name_en",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language; the house's own word where there is no English one."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    @property
    def norms(self) -> set[str]:
        """Both names as they are compared."""
        return {self.name_norm, self.name_en_norm} - {""}


class Synonym(TenantModel):
    """Another word or spelling of a skill."""

    skill = TenantForeignKey(Skill, on_delete=models.CASCADE, related_name="synonyms")
    name = models.CharField(max_length=120)
    name_norm = models.CharField(max_length=160, editable=False)

    class Meta:
        ordering: ClassVar = ["name_norm"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name_norm"], name="synonym_once"),
        ]

    def __str__(self) -> str:
        return self.name
