"""Fetches the pinned front-end libraries, checks their hashes and writes them with a manifest into the design system.

Run `python tools/vendor.py` to vendor again, `python tools/vendor.py --check` to compare files and manifest offline.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src" / "paceline" / "ui" / "static" / "vendor"


@dataclass(frozen=True)
class Pin:
    """One library: where it comes from, which archive is trusted and which files are taken from it."""

    package: str
    version: str
    folder: str
    licence: str
    archive_sha256: str
    files: dict[str, str]
    purpose: str


ICONS = (
    "activity alarm-clock arrow-down arrow-down-right arrow-left arrow-right arrow-right-left arrow-up-right "
    "arrow-up bell bike book-open bot brain building-2 calendar-check calendar-days calendar-plus camera "
    "chart-candlestick chart-column chart-gantt chart-line check chevron-down chevron-left chevron-right "
    "chevron-up chevrons-up-down chevrons-up circle circle-alert circle-check circle-help circle-slash "
    "clipboard-list clock cloud cloud-rain copy credit-card database download droplets dumbbell ellipsis "
    "external-link eye eye-off file file-text filter fingerprint flag footprints gauge globe graduation-cap "
    "grip-vertical heart heart-pulse history house hourglass image inbox info key-round keyboard laptop layers "
    "layout-dashboard link list-checks list-filter lock log-out mail map map-pin medal menu message-circle "
    "message-square-text minus monitor moon mountain notebook-pen paperclip pause pencil person-standing pin "
    "play plug plus radio receipt refresh-cw rotate-ccw route save scale scroll-text search send server settings "
    "share-2 shield shield-check sliders-horizontal smartphone smile sparkles square star sun table target "
    "thermometer thumbs-up timer trash-2 trending-down trending-up triangle-alert trophy undo-2 unplug upload "
    "user user-plus users utensils wallet watch waves wifi wifi-off wind wrench x zap"
)

# htmx stays on 2.x on purpose: 4.x makes inheritance explicit and has no strict-CSP story yet.
PINS = (
    Pin(
        "htmx.org",
        "2.0.11",
        "htmx",
        "0BSD",
        "165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
        "partial page updates",
    ),
    Pin(
        "htmx-ext-sse",
        "2.2.4",
        "htmx-sse",
        "0BSD",
        "90b46f5ab915ba2f64e6348448c8dba509277a47e15c125ffb65754eb4f6b5dc",
        {"dist/sse.min.js": "sse.min.js", "LICENSE": "LICENSE"},
        "server-sent events for htmx",
    ),
    Pin(
        "idiomorph",
        "0.8.0",
        "idiomorph",
        "0BSD",
        "c2b48584153f0167b5c98cb815576338ccd82a97378e53fbf29d139dfd67207e",
        {"dist/idiomorph-ext.min.js": "idiomorph-ext.min.js", "LICENSE": "LICENSE"},
        "morphing swaps that keep focus",
    ),
    Pin(
        "@hotwired/stimulus",
        "3.2.2",
        "stimulus",
        "MIT",
        "4e42ca7b9348c2ff172f351f035792f0f91a8d29195632a45d5d8ed45d45413b",
        {"dist/stimulus.js": "stimulus.js", "LICENSE.md": "LICENSE"},
        "behaviours",
    ),
    Pin(
        "uplot",
        "1.6.32",
        "uplot",
        "MIT",
        "4b8a8191e425658e3ea8c8c1314b0fc679c861ee3a1af2b20c7b16ba50b5133d",
        {"dist/uPlot.esm.js": "uplot.js", "dist/uPlot.min.css": "uplot.css", "LICENSE": "LICENSE"},
        "time series",
    ),
    Pin(
        "sortablejs",
        "1.15.7",
        "sortablejs",
        "MIT",
        "66cbfc8fa18860783584fe0c346baf6cbf3399da72d23d21053425ba232abed4",
        {"modular/sortable.core.esm.js": "sortable.js", "LICENSE": "LICENSE"},
        "drag and drop",
    ),
    Pin(
        "lightweight-charts",
        "5.2.1",
        "lightweight-charts",
        "Apache-2.0",
        "64310292298df4dd527494865e5d91d447f8bb397b68de3912c2a6465025ee5e",
        {"dist/lightweight-charts.standalone.production.mjs": "lightweight-charts.js", "LICENSE": "LICENSE"},
        "candlesticks; the page must show the attribution link and NOTICE",
    ),
    Pin(
        "leaflet",
        "1.9.4",
        "leaflet",
        "BSD-2-Clause",
        "84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
        {"dist/leaflet.js": "leaflet.js", "dist/leaflet.css": "leaflet.css", "LICENSE": "LICENSE"},
        "maps, when a tile server is set",
    ),
    Pin(
        "lucide-static",
        "1.62.0",
        "lucide",
        "ISC",
        "386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44",
        {**{f"icons/{name}.svg": f"{name}.svg" for name in ICONS.split()}, "LICENSE": "LICENSE"},
        "icons, inlined by a macro",
    ),
)


def sha256(data: bytes) -> str:
    """The hash the manifest records."""
    return hashlib.sha256(data).hexdigest()


def archive(pin: Pin, folder: Path) -> Path:
    """Download the package archive through npm and refuse any other bytes than the pinned ones."""
    subprocess.run(
        ["npm", "pack", f"{pin.package}@{pin.version}", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    path = max(folder.glob("*.tgz"), key=lambda found: found.stat().st_mtime_ns)
    found = sha256(path.read_bytes())
    if found != pin.archive_sha256:
        raise SystemExit(f"{pin.package}@{pin.version} has sha256 {found}, expected {pin.archive_sha256}")
    return path


def unpack(pin: Pin) -> dict[str, str]:
    """Copy the wanted files into `<folder>@<version>/` and return their hashes by target name."""
    target = VENDOR / f"{pin.folder}@{pin.version}"
    target.mkdir(parents=True, exist_ok=True)
    hashes: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(archive(pin, Path(scratch))) as bundle:
        for source, name in pin.files.items():
            member = bundle.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{pin.package} has no {source}")
            data = member.read()
            (target / name).write_bytes(data)
            hashes[name] = sha256(data)
    return hashes


def entry(pin: Pin, files: dict[str, str]) -> dict[str, object]:
    """One library as the manifest describes it."""
    return {
        "name": pin.package,
        "version": pin.version,
        "licence": pin.licence,
        "purpose": pin.purpose,
        "archive_sha256": pin.archive_sha256,
        "folder": f"{pin.folder}@{pin.version}",
        "files": files,
    }


def differences(vendor: Path = VENDOR) -> list[str]:
    """What on disk disagrees with the manifest; empty when all is well."""
    manifest = json.loads((vendor / "manifest.json").read_text())
    listed = {f"{lib['folder']}/{name}": digest for lib in manifest for name, digest in lib["files"].items()}
    found = {str(p.relative_to(vendor)): sha256(p.read_bytes()) for p in vendor.glob("*/*") if p.is_file()}
    missing = [f"missing: {name}" for name in listed.keys() - found.keys()]
    strange = [f"not in the manifest: {name}" for name in found.keys() - listed.keys()]
    changed = [f"changed: {name}" for name in listed.keys() & found.keys() if listed[name] != found[name]]
    return sorted(missing + strange + changed)


def main() -> int:
    """Vendor everything, or only check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare files and manifest without the network")
    if not parser.parse_args().check:
        entries = [entry(pin, unpack(pin)) for pin in PINS]
        (VENDOR / "manifest.json").write_text(json.dumps(entries, indent=2) + "\n")
    problems = differences()
    print("\n".join(problems) or "Vendored files match the manifest.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
