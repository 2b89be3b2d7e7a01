"""Icons by name: the inner markup of the vendored Lucide drawings, inlined so that fragments need no sprite."""

import re
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "static" / "vendor" / "lucide@1.62.0"
_INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class Icons(dict[str, Markup]):
    """Reads each drawing once; an unknown name is a mistake in a template and says so."""

    def __missing__(self, name: str) -> Markup:
        """Load one icon from the vendored folder."""
        path = FOLDER / f"{name}.svg"
        found = _INNER.search(path.read_text()) if path.parent == FOLDER and path.exists() else None
        if found is None:
            raise LookupError(f"there is no icon called {name!r}; add it to tools/vendor.py")
        self[name] = Markup(re.sub(r"\s*\n\s*", "", found.group(1)).replace(" />", "/>"))
        return self[name]
