"""Prints every broken rule; exit status 1 when there is one."""

import sys

from tools.lints.running import findings


def main() -> int:
    found = list(findings())
    for one in found:
        print(one)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
