"""The formats by name. A new one is one small module with write, and read where it comes back, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from core.later import later

from . import csv_format, json_format, sheets, text, workouts
from .values import LeftOut, ProgramValue


@dataclass(frozen=True, slots=True)
class Format:
    """read raises UnreadableFile; what it lists as left out is missing in its value.

    Where `states_sport` is false the sport has to be guessed, and read takes it as its second argument.
    `kept` lists what was read only as notes, where a format has such. A table has any layout: what its coach said of
    its columns counts, and `programs/pasting.py` reads it. Without `write` it only comes in.
    """

    name: str
    read: Callable[..., tuple[ProgramValue, list[LeftOut]]]
    write: Callable[..., str | bytes] | None
    states_sport: bool = True
    kept: Callable[[bytes], list[LeftOut]] | None = None
    is_table: bool = False
    media_type: str = "text/plain"
    is_text: bool = True

    def file(self, value: ProgramValue, **options: Any) -> bytes:
        if self.write is None:
            raise LookupError(self.name)
        written = self.write(value, **options)
        return written.encode() if isinstance(written, str) else written

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.is_text else self.media_type

    @property
    def ending(self) -> str:
        return "txt" if self.name == "text" else self.name


_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE: dict[str, Any] = {"states_sport": False, "is_table": True}
_XLSX = later("programs.exchange.xlsx_format.write")
_PDF = later("programs.exchange.pdf.read"), later("programs.exchange.pdf.write")
FORMATS = {
    format.name: format
    for format in (
        Format("json", json_format.read, json_format.write, media_type="application/json"),
        Format("csv", csv_format.read, csv_format.write, states_sport=False, media_type="text/csv"),
        Format("text", text.read, text.write, kept=text.kept),
        *(Format(name, workouts.reading(name), workouts.writing(name)) for name in workouts.READ),
        Format("sheet", sheets.read, None, **TABLE),
        Format("xlsx", sheets.read, _XLSX, **TABLE, media_type=_WORKBOOK, is_text=False),
        Format("pdf", *_PDF, media_type="application/pdf", is_text=False),
    )
}


ENDINGS = {"json": "json", "csv": "csv", "txt": "text", "md": "text", "text": "text", "pdf": "pdf"}
ENDINGS |= {name: name for name in workouts.READ}
ENDINGS |= dict.fromkeys(("xlsx", "xlsm", "xls", "ods", "tsv"), "sheet")
TABLES = {"csv", "text", "sheet"}

WRITTEN = sorted(format.name for format in FORMATS.values() if format.write)


def of_file(name: str) -> Format | None:
    """The format that a file's ending names."""
    return FORMATS.get(ENDINGS.get(PurePath(name).suffix.lstrip(".").lower(), ""))


def to_write(name: str) -> Format | None:
    """The format in which a file of this name is written."""
    ending = PurePath(name).suffix.lstrip(".").lower()
    known = FORMATS.get(ending) or of_file(name)
    return known if known and known.write else None


def of_content(name: str, content: bytes) -> Format:
    """The format of a file by its ending, and among tables by what it holds: coaches' own are no CSV of ours."""
    known = FORMATS[ENDINGS[PurePath(name).suffix.lstrip(".").lower()]]
    if known.name not in TABLES:
        return known
    if sheets.is_workbook(content):
        return FORMATS["sheet"]
    if known.name == "csv" and not csv_format.is_ours(content):
        return FORMATS["sheet"]
    return FORMATS["sheet"] if known.name == "text" and sheets.is_table(content) else known
