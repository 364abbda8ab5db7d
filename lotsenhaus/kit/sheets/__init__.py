"""Tables from strangers, read in a child process with limits; tables for strangers, written without formulas."""

from .parent import NotReadable, Sheet, Table, read
from .writing import XLSX, as_csv, as_xlsx

__all__ = ["XLSX", "NotReadable", "Sheet", "Table", "as_csv", "as_xlsx", "read"]
