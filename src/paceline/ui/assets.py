"""Serves style sheets, scripts and pictures from memory under names that carry their hash, so they cache for ever."""

import base64
import gzip
import hashlib
import json
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import zstandard
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

STATIC = Path(__file__).parent / "static"
PREFIX = "/static"
LAYERS = "@layer reset, tokens, base, components, modules, utilities;\n"
CSS_ORDER = ("tokens.css", "reset.css", "base/", "components/", "modules/", "utilities.css")
IMMUTABLE = "public, max-age=31536000, immutable"
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml")
MIME = {
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
# Bare names scripts may import; everything else is importable as `<slice>/<path without .js>`.
SPECIFIERS = {
    "@hotwired/stimulus": "vendor/stimulus@3.2.2/stimulus.js",
    "uplot": "vendor/uplot@1.6.32/uplot.js",
    "sortablejs": "vendor/sortablejs@1.15.7/sortable.js",
    "lightweight-charts": "vendor/lightweight-charts@5.2.1/lightweight-charts.js",
}
CLASSIC_SCRIPTS = (
    "vendor/htmx@2.0.11/htmx.min.js",
    "vendor/htmx-sse@2.2.4/sse.min.js",
    "vendor/idiomorph@0.8.0/idiomorph-ext.min.js",
)
VENDORED_CSS = ("vendor/uplot@1.6.32/uplot.css",)
NOT_SERVED = {".map", ".py", ".md"}


@dataclass(slots=True)
class Asset:
    """One file in memory, compressed on first request and kept so."""

    body: bytes
    mime: str
    digest: str
    encoded: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def as_encoded(self, accepted: str) -> tuple[str | None, bytes]:
        """The smallest form the browser accepts."""
        if not self.mime.startswith(COMPRESSIBLE) or len(self.body) < 512:
            return None, self.body
        offered = {
            part.split(";")[0].strip() for part in accepted.lower().split(",") if "q=0" not in part.replace("q=0.", "")
        }
        name = "zstd" if "zstd" in offered else "gzip" if "gzip" in offered else None
        if name and name not in self.encoded:
            self.encoded[name] = _compressed(name, self.body)
        return name, self.encoded[name] if name else self.body


def _compressed(name: str, body: bytes) -> bytes:
    if name == "zstd":
        return zstandard.ZstdCompressor(level=15).compress(body)
    return gzip.compress(body, 9, mtime=0)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


def _mime(path: Path) -> str:
    return MIME.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _files(folder: Path) -> Iterable[Path]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix not in NOT_SERVED)
    return (p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _css_rank(path: str) -> tuple[int, str]:
    rank = next((i for i, start in enumerate(CSS_ORDER) if path.startswith(start)), len(CSS_ORDER))
    return rank, path


def _squeezed(css: str) -> str:
    """Comments and indentation are for readers of the source."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip() + "\n"


class Assets:
    """The static files of the design system and of every slice that has some."""

    def __init__(self, folders: Mapping[str, Path], *, development: bool = False) -> None:
        """Folders by slice name; the design system's own folder is always there as `ui`."""
        self.folders = {"ui": STATIC, **folders}
        self.development = development
        self._stamp = 0
        self._load()

    def _load(self) -> None:
        self.by_url: dict[str, Asset] = {}
        self.urls: dict[str, str] = {}
        for owner, folder in self.folders.items():
            for path in _files(folder):
                self._add(f"{owner}/{path.relative_to(folder).as_posix()}", path.read_bytes(), _mime(path))
        self._add("ui/paceline.css", self._joined_css().encode(), "text/css")
        text = json.dumps({"imports": self._imports()}, separators=(",", ":"), sort_keys=True)
        self.import_map = Markup(text.replace("<", "\\u003c"))
        digest = hashlib.sha256(self.import_map.encode()).digest()
        # The content security policy's source expression that allows exactly this import map.
        self.import_map_hash = f"'sha256-{base64.b64encode(digest).decode()}'"

    def _add(self, name: str, body: bytes, mime: str) -> None:
        asset = Asset(body, mime, _digest(body))
        stem, dot, suffix = name.rpartition(".")
        url = f"{PREFIX}/{stem}.{asset.digest}.{suffix}" if dot else f"{PREFIX}/{name}.{asset.digest}"
        self.urls[name], self.by_url[url] = url, asset

    def _joined_css(self) -> str:
        own = sorted((STATIC / "css").rglob("*.css"), key=lambda p: _css_rank(p.relative_to(STATIC / "css").as_posix()))
        vendored = [f"@layer components {{\n{(STATIC / name).read_text()}\n}}" for name in VENDORED_CSS]
        slices = [p for owner, f in self.folders.items() if owner != "ui" for p in sorted(f.rglob("*.css"))]
        texts = [*vendored, *(p.read_text() for p in (*own, *slices))]
        return LAYERS + "".join(_squeezed(text) for text in texts)

    def _imports(self) -> dict[str, str]:
        named = {bare: self.urls[f"ui/{path}"] for bare, path in SPECIFIERS.items()}
        scripts = [n for n in self.urls if n.endswith(".js") and "/vendor/" not in n and n != "ui/service-worker.js"]
        return named | {n.removesuffix(".js").replace("ui/js/", "ui/"): self.urls[n] for n in scripts}

    def refresh(self) -> None:
        """In development, read everything again when a file has changed."""
        if not self.development:
            return
        stamp = max((p.stat().st_mtime_ns for f in self.folders.values() for p in _files(f)), default=0)
        if stamp != self._stamp:
            self._stamp = stamp
            self._load()

    def url(self, name: str) -> str:
        """The address of `<slice>/<path>`, as `{{ asset('ui/icons/app.svg') }}`."""
        if name not in self.urls:
            raise LookupError(f"there is no static file {name!r}")
        return self.urls[name]

    @property
    def stylesheet(self) -> str:
        """The one joined style sheet."""
        return self.urls["ui/paceline.css"]

    @property
    def scripts(self) -> list[str]:
        """Scripts every page loads before the modules."""
        return [self.urls[f"ui/{path}"] for path in CLASSIC_SCRIPTS]

    def respond(self, request: Request, asset: Asset | None, cache: str = IMMUTABLE) -> Response:
        """One file, compressed if wanted, or 304, or 404."""
        if asset is None:
            return PlainTextResponse("There is no such file.", 404, {"Cache-Control": "no-store"})
        tag = f'"{asset.digest}"'
        headers = {"Cache-Control": cache, "ETag": tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") in {tag, f"W/{tag}"}:
            return Response(status_code=304, headers=headers)
        encoding, body = asset.as_encoded(request.headers.get("accept-encoding", ""))
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(body, media_type=asset.mime, headers=headers)

    async def serve(self, request: Request) -> Response:
        """Answer `/static/…`."""
        self.refresh()
        return self.respond(request, self.by_url.get(request.url.path))

    async def service_worker(self, request: Request) -> Response:
        """The worker must live at the root to see every page; it is told which files to keep."""
        self.refresh()
        source = (STATIC / "service-worker.js").read_text()
        keep = [self.stylesheet, *self.scripts, self.url("ui/icons/app.svg"), "/offline"]
        head = f"const KEEP = {json.dumps(keep)};\nconst VERSION = {json.dumps(_digest(json.dumps(keep).encode()))};\n"
        body = (head + source).encode()
        return self.respond(request, Asset(body, "text/javascript", _digest(body)), "no-cache")

    async def web_manifest(self, request: Request) -> Response:
        """What a phone needs to put the app on its home screen."""
        body = json.dumps(self._manifest()).encode()
        return self.respond(request, Asset(body, "application/manifest+json", _digest(body)), "no-cache")

    def _manifest(self) -> dict[str, object]:
        picture = [
            {"src": self.url("ui/icons/app.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": self.url("ui/icons/app-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": self.url("ui/icons/app-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": self.url("ui/icons/app-mask.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ]
        return {
            "id": "/",
            "name": "Paceline",
            "short_name": "Paceline",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f4f2ee",
            "theme_color": "#fdfdfc",
            "icons": picture,
        }
