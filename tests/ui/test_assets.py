"""Static files: hashed names, compression, caching, import map and the vendored libraries."""

import gzip
import importlib.util
import json
import struct
from pathlib import Path

import pytest
import zstandard
from starlette.applications import Starlette
from starlette.testclient import TestClient

from paceline.ui import assets, jinja, static_routes
from paceline.ui.icons import Icons

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def client(engine: jinja.Engine) -> TestClient:
    app = Starlette()
    static_routes.mount(app)
    return TestClient(app)


def test_files_cache_for_ever_under_their_hash(client: TestClient, engine: jinja.Engine) -> None:
    url = engine.assets.url("walks/controllers/map.js")
    answer = client.get(url)
    assert answer.status_code == 200
    assert url.startswith("/static/walks/controllers/map.")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    again = client.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "path", ["/static/", "/static/ui/nothing.js", "/static/../pyproject.toml", "/static/ui/js/app.js"]
)
def test_everything_else_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_compression_as_the_browser_accepts(client: TestClient, engine: jinja.Engine) -> None:
    url, plain = engine.assets.stylesheet, engine.assets.by_url[engine.assets.stylesheet].body
    with client.stream("GET", url, headers={"Accept-Encoding": "gzip, zstd"}) as answer:
        assert answer.headers["content-encoding"] == "zstd"
        assert zstandard.ZstdDecompressor().decompress(b"".join(answer.iter_raw())) == plain
    with client.stream("GET", url, headers={"Accept-Encoding": "gzip, zstd;q=0"}) as answer:
        assert gzip.decompress(b"".join(answer.iter_raw())) == plain
    with client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as answer:
        assert "content-encoding" not in answer.headers
        assert b"".join(answer.iter_raw()) == plain


def test_one_style_sheet_in_layer_order(engine: jinja.Engine) -> None:
    css = engine.assets.by_url[engine.assets.stylesheet].body.decode()
    assert css.startswith("@layer reset, tokens, base, components, modules, utilities;")
    assert css.count("{") == css.count("}")
    assert ".walk {" in css
    assert "url(http" not in css
    assert "@import" not in css


def test_the_import_map_names_every_module(engine: jinja.Engine) -> None:
    imports = json.loads(engine.assets.import_map)["imports"]
    assert imports["ui/controllers/palette"].startswith("/static/ui/js/controllers/palette.")
    assert "walks/controllers/map" in imports
    assert {"@hotwired/stimulus", "uplot", "sortablejs", "lightweight-charts"} <= imports.keys()
    assert set(imports.values()) <= set(engine.assets.by_url)


def test_scripts_import_only_what_the_map_knows(engine: jinja.Engine) -> None:
    import re

    imports = json.loads(engine.assets.import_map)["imports"]
    for script in (assets.STATIC / "js").rglob("*.js"):
        for name in re.findall(r"^import .* from '([^']+)'", script.read_text(), re.MULTILINE):
            assert name in imports, f"{script.name} imports {name}"


def test_first_page_scripts_stay_small(engine: jinja.Engine) -> None:
    first = ["ui/js/app.js", "ui/vendor/stimulus@3.2.2/stimulus.js"]
    first += [f"ui/js/controllers/{name}.js" for name in ("theme", "palette", "shortcuts", "live")]
    urls = [*engine.assets.scripts, *(engine.assets.url(name) for name in first)]
    assert sum(len(gzip.compress(engine.assets.by_url[url].body, 9)) for url in urls) < 60_000


def test_the_app_can_be_installed(client: TestClient) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}
    for icon in manifest["icons"]:
        picture = client.get(icon["src"])
        assert picture.status_code == 200
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", picture.content[16:24])
            assert f"{width}x{height}" == icon["sizes"]
    worker = client.get("/service-worker.js").text
    assert "/offline" in worker
    assert client.get("/offline").status_code == 200
    for kept in json.loads(worker.split("KEEP = ")[1].split(";\n")[0]):
        assert client.get(kept).status_code == 200


def test_vendored_files_match_the_manifest() -> None:
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools" / "vendor.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["vendor"] = tool
    spec.loader.exec_module(tool)
    assert tool.differences() == []
    manifest = json.loads((tool.VENDOR / "manifest.json").read_text())
    assert {(lib["name"], lib["version"]) for lib in manifest} == {(pin.package, pin.version) for pin in tool.PINS}
    assert all("LICENSE" in lib["files"] and lib["licence"] for lib in manifest)


def test_development_sees_changes(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    held = assets.Assets({"walks": tmp_path}, development=True)
    before = held.url("walks/a.js")
    (tmp_path / "a.js").write_text("22")
    held.refresh()
    assert held.url("walks/a.js") != before


def test_unknown_names_say_so(engine: jinja.Engine) -> None:
    with pytest.raises(LookupError, match="no static file"):
        engine.assets.url("ui/none.js")
    with pytest.raises(LookupError, match="no icon"):
        Icons()["../LICENSE"]
    assert "<path" in Icons()["sun"]
