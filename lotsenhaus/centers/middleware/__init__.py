"""Small function middleware, in the order of the settings."""

from .door import access
from .headers import headers, own_language
from .presence import idle
from .signs import without_nul

__all__ = ["access", "headers", "idle", "own_language", "without_nul"]
