"""What RFC 5545 and 5546 demand of a meeting's calendar object, read line by line and without a library.

``broken`` returns what is wrong in words; nothing for an object that every program has to take.
"""

import re

LINE = re.compile(r'([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)')
PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^";:,]*)')
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "ORGANIZER")
AT_MOST_ONCE = ("CLASS", "CREATED", "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "PRIORITY", "TRANSP", "URL")
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")
STATUS = {"REQUEST": {"TENTATIVE", "CONFIRMED"}, "CANCEL": {"CANCELLED"}}
PARTSTATS = {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"}
INSTANT = re.compile(r"\d{8}T\d{6}Z")
MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+")

Line = tuple[str, dict[str, str], str]


def broken(raw: bytes) -> list[str]:
    """Return every demand that this object does not meet."""
    found = _of_bytes(raw)
    lines, odd = _lines(raw)
    found += [f"no content line: {line}" for line in odd]
    found += _of_calendar(lines)
    return found + _of_event(lines, method=_first(lines, "METHOD"))


def _of_bytes(raw: bytes) -> list[str]:
    found = []
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        found.append("a line does not end with CRLF")
    if any(len(line) > 75 for line in raw.split(b"\r\n")):
        found.append("a line is longer than 75 octets")
    if b"\r\n\r\n" in raw or not raw.endswith(b"END:VCALENDAR\r\n"):
        found.append("there is an empty line, or the end is not the end")
    for line in raw.split(b"\r\n"):
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append("a character is folded in its middle")
    return found


def _lines(raw: bytes) -> tuple[list[Line], list[str]]:
    lines, odd = [], []
    for text in re.sub(rb"\r\n[ \t]", b"", raw).decode(errors="replace").split("\r\n")[:-1]:
        match = LINE.fullmatch(text)
        if match is None:
            odd.append(text)
        else:
            parameters = {name: value.strip('"') for name, value in PARAMETER.findall(match[2])}
            lines.append((match[1], parameters, match[3]))
    return lines, odd


def _of_calendar(lines: list[Line]) -> list[str]:
    blocks = [(name, value) for name, _parameters, value in lines if name in {"BEGIN", "END"}]
    wanted = [("BEGIN", "VCALENDAR"), ("BEGIN", "VEVENT"), ("END", "VEVENT"), ("END", "VCALENDAR")]
    found = [] if blocks == wanted else ["it is not one calendar with one event and nothing else"]
    found += [
        f"{name} is not there once" for name in ("PRODID", "VERSION", "METHOD") if _count(lines, name) != 1
    ]
    if _first(lines, "VERSION") != "2.0":
        found.append("VERSION is not 2.0")
    return found


def _of_event(lines: list[Line], *, method: str) -> list[str]:
    found = [f"{name} is not there once" for name in ONCE if _count(lines, name) != 1]
    found += [f"{name} is there twice" for name in AT_MOST_ONCE if _count(lines, name) > 1]
    if method not in STATUS or _first(lines, "STATUS") not in STATUS[method]:
        found.append("METHOD and STATUS do not fit")
    for name in ("DTSTAMP", "DTSTART", "DTEND"):
        if not INSTANT.fullmatch(_first(lines, name)):
            found.append(f"{name} is no instant in UTC")
    if _first(lines, "DTSTART") >= _first(lines, "DTEND"):
        found.append("it ends before it begins")
    if not _first(lines, "SEQUENCE").isdecimal():
        found.append("SEQUENCE is no number")
    for name, _parameters, value in lines:
        if name in TEXTS and re.search(r"(?<!\\)(?:\\\\)*[;,]", value):
            found.append(f"{name} holds an unescaped sign")
    return found + _of_people(lines)


def _of_people(lines: list[Line]) -> list[str]:
    found = [] if _count(lines, "ATTENDEE") == 1 else ["there is not one ATTENDEE"]
    for name, parameters, value in lines:
        if name in {"ORGANIZER", "ATTENDEE"} and not MAILTO.fullmatch(value):
            found.append(f"{name} is no mailto address")
        if name == "ATTENDEE" and parameters.get("PARTSTAT") not in PARTSTATS:
            found.append("PARTSTAT is unknown")
        if name == "ATTENDEE" and parameters.get("RSVP") not in {"TRUE", "FALSE"}:
            found.append("RSVP is neither true nor false")
    return found


def _count(lines: list[Line], wanted: str) -> int:
    return sum(name == wanted for name, _parameters, _value in lines)


def _first(lines: list[Line], wanted: str) -> str:
    return next((value for name, _parameters, value in lines if name == wanted), "")
