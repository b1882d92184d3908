"""Compile locale/*/LC_MESSAGES/*.po without GNU gettext. `python -m config.translations`"""

from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_changed(folder: Path = LOCALE) -> int:
    """Write a .mo beside every .po that is newer than it; return how many were written."""
    changed = [source for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    for source in changed:
        _compile(source)
    return len(changed)


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    draft = source.with_suffix(".mo.new")
    with draft.open("wb") as target:
        write_mo(target, catalogue)
    draft.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    print(f"{compile_changed()} translations compiled")
