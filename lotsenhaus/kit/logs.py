"""What must not stand in a log: codes of secret links, and what a failure says about people (docs/privacy.md)."""

import hashlib
import logging
import re
import traceback
from pathlib import Path
from types import TracebackType

SECRET = re.compile(r"(/(?:[abekms]|confirm-email|reset/key)/)[\w:-]{6,}")


class WithoutSecrets(logging.Filter):
    """Replaces codes in paths by "…" before the record is written; the rest stays readable."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub(r"\1…", one) if isinstance(one, str) else one for one in record.args)
        return True


class TerseFormatter(logging.Formatter):
    """Of a failure only its class, the place in our code, and a hash by which the same one is known again.

    The text of an exception may hold an address or a row; a whole traceback may hold both.
    """

    def formatException(self, ei: "ExcInfo") -> str:
        kind, _problem, trace = ei
        if kind is None:
            return ""
        frames = traceback.extract_tb(trace)
        ours = [frame for frame in frames if PACKAGE in Path(frame.filename).parts] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].name}" if ours else "?"
        steps = "|".join(f"{Path(frame.filename).name}:{frame.name}" for frame in frames)
        code = hashlib.sha256(f"{kind.__name__}|{steps}".encode()).hexdigest()[:12]
        return f"{kind.__module__}.{kind.__name__} in {place} [{code}]"

    def formatStack(self, stack_info: str) -> str:
        return ""


PACKAGE = "lotsenhaus"
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
