"""How a line of the log looks: JSON for machines, text for a terminal."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from trainhub.observability import trace

# What would end a line, or command a terminal. A record's own line breaks are written out as "\n".
UNPRINTABLE = {code: f"\\x{code:02x}" for code in [*range(32), *range(127, 160)]}
UNPRINTABLE |= {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", 0x2028: "\\u2028", 0x2029: "\\u2029"}


ADDRESS = re.compile(r"[^\s@\"'<>=(),:;]+@[^\s@\"'<>=(),:;]+\.[A-Za-z0-9-]+")


def without_addresses(text: str) -> str:
    """No email address in it: databases and mail servers quote what they refuse."""
    return ADDRESS.sub("[email]", text)


class RequestId(logging.Filter):
    """Gives each record the id of the request in which it was made."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)  # Django logs some answers after the last middleware
        here = getattr(request, "trace", None) or trace.current.get()
        record.request_id = here.id if here else ""
        return True


class Json(logging.Formatter):
    """One object a line. All ASCII, so that nothing in it can end the line or paint a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", ""),
        }
        fields = getattr(record, "fields", None)
        if fields is None:
            line["message"] = without_addresses(record.getMessage())
        else:
            line |= fields
        if record.exc_info:
            line["error"] = without_addresses(self.formatException(record.exc_info))
        return json.dumps(line, separators=(",", ":"), default=str)


class Text(logging.Formatter):
    """A line for a person. What follows a first line is indented, so that it cannot pass for another record."""

    def format(self, record: logging.LogRecord) -> str:
        reference = getattr(record, "request_id", "")
        time = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")  # noqa: DTZ006 - the terminal's own time
        message = without_addresses(record.getMessage()).translate(UNPRINTABLE)
        lines = [f"{time} {record.levelname} {record.name}: {message}" + (f" [{reference}]" if reference else "")]
        if record.exc_info:
            lines += without_addresses(self.formatException(record.exc_info)).split("\n")
        return "\n    ".join(line.translate(UNPRINTABLE) for line in lines)


def config(line_format: str, level: str, **loggers: Any) -> dict[str, Any]:
    """For `logging.config.dictConfig`: everything to the standard error stream, in the format chosen."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"trainhub.observability.log.{line_format.title()}"}},
        "filters": {
            "request_id": {"()": "trainhub.observability.log.RequestId"},
            "plain_words": {"()": "trainhub.observability.failures.PlainWords"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["request_id", "plain_words"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": loggers,
    }
