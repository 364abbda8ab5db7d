"""The random walk over money at length: python3 dev.py bench money."""

import sys

from tests.rel import money

if __name__ == "__main__":
    sys.argv[1:] = sys.argv[1:] or ["--steps", "50000", "--seed", "1"]
    sys.exit(money.main())
