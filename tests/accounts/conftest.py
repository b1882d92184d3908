import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Sign-in limits count in the cache, across tests."""
    cache.clear()
