"""What web answers while PostgreSQL or Redis is away: 503 and a plain page that needs neither.

Only for connections that fail or break off. A wrong query, a deadlock or a full disk is our fault and stays a 500.
"""

import sys

import psycopg
import redis
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

#: Seconds after which a client may ask again. A restart of PostgreSQL takes less.
RETRY_AFTER = 30
#: Of PostgreSQL's codes: connections (08), shutting down or starting up (57P01 to 57P03), no connection left (53300).
GONE = ("08", "57P01", "57P02", "57P03", "53300")


def page_of_failure(request: HttpRequest) -> HttpResponse:
    """Django's handler of what a page did not catch: our 500, or the 503 when the database or the cache is away."""
    return unavailable(request) if is_away(sys.exc_info()[1]) else server_error(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say in both languages that it is our turn to wait; programs that ask for JSON get JSON."""
    response: HttpResponse
    if request.accepts("text/html"):
        response = HttpResponse(render_to_string("503.html"), status=503)
    else:
        response = JsonResponse({"status": "unavailable"}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def is_away(error: BaseException | None) -> bool:
    """Return whether this says that a connection to the database or the cache failed or broke off."""
    if isinstance(error, redis.ConnectionError | redis.TimeoutError):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    code = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    return code is None or code.startswith(GONE)
