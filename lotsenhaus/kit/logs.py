"""What must not stand in a log: the codes of secret links and of password resets (RELIABILITY part 4, "Never log")."""

import logging
import re

SECRET = re.compile(r"(/(?:[abeks]|confirm-email|reset/key)/)[\w:-]{6,}")


class WithoutSecrets(logging.Filter):
    """Replaces codes in paths by "…" before the record is written; the rest stays readable."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(SECRET.sub(r"\1…", one) if isinstance(one, str) else one for one in record.args)
        return True
