"""Folders that make trouble: closed, long, oddly named, restored by another user, of another version, or full."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paceline.infra.postgres import Binaries, Cluster, PostgresUnavailable, configuration
from paceline.infra.postgres.account import SERVICE_ACCOUNTS, Account, reachable, server_account
from paceline.infra.postgres.configuration import settings, shared_memory_usable
from paceline.infra.postgres.relocation import runnable_by
from paceline.infra.postgres.sockets import LONGEST_FOLDER, private_folder
from tests.infra.postgres.asking import one
from tests.infra.postgres.others import Other, Say

Make = Callable[..., Cluster]
pytestmark = pytest.mark.usefixtures("binaries")


def test_root_never_runs_the_server_itself(cluster: Make, folder: Path) -> None:
    server = cluster()
    server.start()
    account = server_account(folder)
    owner = Path(f"/proc/{server.pid}").stat().st_uid
    assert owner == account.uid != 0
    if os.geteuid() == 0:
        assert pwd.getpwuid(owner).pw_name in SERVICE_ACCOUNTS


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("fresh", [True, False])
def test_a_closed_parent_folder_stays_closed(cluster: Make, place: Path, template: Path, fresh: bool) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    if not fresh:
        shutil.copytree(template, closed / "postgres")
    server = cluster(closed / "postgres")
    server.start()
    assert one(server, "SELECT 1") == 1
    assert one(server, "SHOW data_directory") == "/proc/self/cwd"
    assert (stat.S_IMODE(closed.stat().st_mode), closed.stat().st_uid) == (0o700, 0)
    assert closed not in server.socket_folder.parents
    server.stop()
    assert not server.socket_folder.exists()


@pytest.mark.usefixtures("root")
def test_an_ordinary_user_needs_nothing_special(place: Path, binaries: Binaries) -> None:
    home = place / "home"
    home.mkdir()
    shutil.chown(home, "nobody")

    def use(say: Say) -> None:
        with Cluster(home / "postgres", binaries=binaries) as server:
            say(f"{one(server, 'SELECT current_user')} {server.started_here} {server.socket_folder}")

    with Other(use, user="nobody") as user:
        assert user.hear() == f"postgres True {home / 'postgres' / 'run'}"
        user.wait()
    assert (home / "postgres" / "data").owner() == "nobody"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("owner", ["root", "daemon"])
def test_root_takes_over_a_restored_folder(cluster: Make, folder: Path, owner: str) -> None:
    subprocess.run(["chown", "-R", owner, folder], check=True)
    (folder / "data").chmod(0o755)
    outside = folder.parent / "outside"
    outside.write_text("not ours")
    (folder / "data" / "link").symlink_to(outside)
    server = cluster()
    server.start()
    assert one(server, "CREATE TABLE works (n int); SELECT count(*) FROM works") == 0
    assert outside.owner() == "root"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("part", [".", "data/base/1"])
def test_an_ordinary_user_is_told_how_to_take_over(folder: Path, binaries: Binaries, part: str) -> None:
    subprocess.run(["chown", "-R", "nobody", folder], check=True)
    subprocess.run(["chown", "-R", "daemon", folder / part], check=True)

    def use(say: Say) -> None:
        with Cluster(folder, binaries=binaries):
            say("started")

    with Other(use, user="nobody") as user:
        heard = user.hear()
    assert heard.startswith("PostgresUnavailable")
    assert f"sudo chown -R nobody {folder}" in heard


@pytest.mark.parametrize("name", ["x" * 120, "with space", "a,b:c", "ünïcode"])
def test_long_and_odd_paths_get_a_short_private_socket_folder(
    cluster: Make, place: Path, template: Path, name: str
) -> None:
    shutil.copytree(template, place / name / "postgres")
    server, guest = cluster(place / name / "postgres"), cluster(place / name / "postgres")
    server.start()
    guest.start()
    assert len(os.fsencode(server.socket_folder)) <= LONGEST_FOLDER
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert one(guest, "SELECT 1") == 1


def test_a_link_in_place_of_the_socket_folder_is_not_followed(cluster: Make, folder: Path, place: Path) -> None:
    (place / "precious").mkdir(mode=0o755)
    shutil.rmtree(folder / "run")
    (folder / "run").symlink_to(place / "precious")
    with pytest.raises(PostgresUnavailable, match="could not be started"):
        cluster().start()
    assert stat.S_IMODE((place / "precious").stat().st_mode) == 0o755


def test_a_folder_somebody_else_made_first_is_not_trusted(place: Path) -> None:
    (place / "real").mkdir()
    (place / "link").symlink_to(place / "real")
    assert not private_folder(place / "link", 0o711)
    assert private_folder(place / "real", 0o711)
    if os.geteuid() == 0:
        shutil.chown(place / "real", "nobody")
        assert not private_folder(place / "real", 0o711)


def test_another_major_version_is_named(cluster: Make, folder: Path) -> None:
    (folder / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresUnavailable, match=r"made by PostgreSQL 14.*Install PostgreSQL 14, or move the data"):
        cluster().start()


def test_a_folder_with_other_things_is_left_alone(cluster: Make, place: Path) -> None:
    data = place / "mine" / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "diary.txt").write_text("dear")
    with pytest.raises(PostgresUnavailable, match="no PostgreSQL data folder"):
        cluster(data.parent).start()
    assert (data / "diary.txt").read_text() == "dear"


@pytest.fixture
def failing(place: Path, binaries: Binaries) -> Binaries:
    programs = place / "programs"
    programs.mkdir()
    script = '#!/bin/sh\nfor last; do :; done\nmkdir "$last/base"\necho "initdb: No space left on device" >&2\nexit 1\n'
    (programs / "initdb").write_text(script)
    (programs / "postgres").write_text("#!/bin/sh\necho 'FATAL: no luck today' >&2\nexit 1\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    return Binaries(programs, binaries.version, "system")


def test_a_failed_initdb_leaves_nothing_behind(cluster: Make, place: Path, failing: Binaries) -> None:
    with pytest.raises(PostgresUnavailable, match=r"(?s)disk has room.*No space left on device"):
        cluster(place / "new" / "postgres", binaries=failing).start()
    assert sorted(path.name for path in (place / "new" / "postgres").iterdir()) == ["lock", "log"]


def test_a_server_that_ends_at_once_is_quoted(cluster: Make, failing: Binaries) -> None:
    server = cluster(binaries=failing)
    with pytest.raises(PostgresUnavailable, match=r"(?s)ended while starting.*FATAL: no luck today"):
        server.start()
    assert not server.is_running
    rescued = cluster()
    rescued.start()
    assert rescued.started_here


def test_a_bad_setting_is_quoted(cluster: Make) -> None:
    with pytest.raises(PostgresUnavailable, match=r"(?s)ended while starting.*work_mem"):
        cluster(options={"work_mem": "plenty"}).start()


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    disk = place / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets no test mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.usefixtures("root")
def test_a_full_disk_is_named(cluster: Make, small_disk: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="No space left on device"):
        cluster(small_disk / "postgres").start()
    assert not (small_disk / "postgres" / "data").exists()
    assert not (small_disk / "postgres" / "data.new").exists()


def test_unusable_shared_memory_is_noticed(place: Path, monkeypatch: pytest.MonkeyPatch, binaries: Binaries) -> None:
    assert not shared_memory_usable(place / "missing")
    assert not shared_memory_usable(place)
    place.chmod(0o777)
    assert shared_memory_usable(place)
    monkeypatch.setattr(configuration, "SHARED_MEMORY_NEEDED", 2**62)
    assert not shared_memory_usable(place)
    assert settings(binaries, None, {})["dynamic_shared_memory_type"] == "mmap"


def test_the_server_works_without_shared_memory(cluster: Make, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "SHARED_MEMORY", place / "missing")
    server = cluster(place / "new" / "postgres")
    server.start()
    made = (server.data_folder / "postgresql.conf").read_text()
    assert "\ndynamic_shared_memory_type = mmap" in made
    assert one(server, "SHOW dynamic_shared_memory_type") == "mmap"
    rows = "SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET debug_parallel_query = on;"
    assert one(server, f"{rows} SELECT count(*) FROM pg_class a JOIN pg_class b USING (oid)")


@pytest.mark.usefixtures("root")
def test_programs_only_root_can_reach_are_copied(cluster: Make, place: Path, binaries: Binaries) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    package = binaries.folder.parent.parent
    if binaries.origin != "wheel":
        pytest.skip("the copy of a whole system installation is not worth a test's time")
    without_headers = shutil.ignore_patterns("include")
    shutil.copytree(binaries.folder.parent, closed / package.name / binaries.folder.parent.name, ignore=without_headers)
    shutil.copytree(f"{package}.libs", closed / f"{package.name}.libs")
    hidden = Binaries(closed / package.name / binaries.folder.parent.name / "bin", binaries.version, "wheel")
    account = Account("nobody", 65534, 65534, switched=True)
    moved = runnable_by(account, hidden, places=(place,))
    assert reachable(moved.postgres, account)
    assert runnable_by(account, hidden, places=(place,)) == moved
    server = cluster(binaries=moved)
    server.start()
    assert one(server, "SELECT 1") == 1
