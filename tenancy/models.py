"""What every tenant table has in common."""

import secrets
from typing import Any

from django.db import models

from tenancy import scope, sealing

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_public_id() -> str:
    """Return a random name for URLs and mails: 14 characters, about 69 bits, none easily misread."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(14))


class TenantManager(models.Manager):
    """Hands out only rows of the organisation in scope; raises ScopeError without a scope.

    In a person's scope only rows that carry their user key, and ScopeError for models without one.
    Combine with query methods by ``TenantManager.from_queryset(SomeQuerySet)()``.
    """

    def get_queryset(self) -> models.QuerySet:
        opened = scope.require()
        rows = super().get_queryset()
        if opened.system:
            return rows
        if opened.person_id is None:
            return rows.filter(organisation_id=opened.organisation_id)
        if not hasattr(self.model, "user_id"):
            raise scope.ScopeError(f"A person's scope does not open {self.model.__name__}.")
        return rows.filter(user_id=opened.person_id)


class TenantModel(models.Model):
    """A row that belongs to exactly one organisation. New rows take it from the scope."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        default=scope.organisation_id,
        db_index=False,
    )

    objects: TenantManager = TenantManager()

    class Meta:
        abstract = True
        # References, refresh_from_db and save() go through the base manager: guard them as well.
        base_manager_name = "objects"


class TenantForeignKey(models.ForeignKey):
    """A reference to a row of the same organisation.

    The database constraint is not Django's but a composite one over (organisation_id, x_id), made by
    ``tenancy.operations.TenantTable``: a plain one would let a row hang on another tenant's object.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["db_constraint"]
        return name, path, args, kwargs


class SealedModel(TenantModel):
    """A row with one text that the database never holds in the clear.

    ``seal_name`` binds it to the row: it must be unique in its table and known before the row is saved.
    """

    sealed = models.BinaryField(default=b"", editable=False)

    class Meta:
        abstract = True

    @property
    def seal_name(self) -> str:
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The text in the clear; "" while there is none. Raises SealError."""
        sealed = bytes(self.sealed)
        return sealing.unseal(sealed, **self._place) if sealed else ""

    @text.setter
    def text(self, text: str) -> None:
        self.sealed = sealing.seal(text, **self._place)

    @property
    def _place(self) -> dict[str, Any]:
        """Where it belongs, and nowhere else."""
        return {"organisation": self.organisation_id, "name": f"{self._meta.label_lower}:{self.seal_name}"}
