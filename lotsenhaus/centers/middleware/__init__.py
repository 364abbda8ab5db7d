"""Small function middleware, in the order of the settings."""

from .door import access
from .headers import headers, own_language
from .presence import idle

__all__ = ["access", "headers", "idle", "own_language"]
