"""Fill an empty house with an invented district."""

from lotsenhaus.demo.actions.build import build_demo

__all__ = ["build_demo"]
