"""One server per folder: starting, joining, stopping, and who may connect."""

import os
import socket
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from paceline.infra.postgres import Binaries, Cluster, PostgresUnavailable
from paceline.infra.postgres.binaries import version_in
from paceline.infra.postgres.leftovers import servers_of
from paceline.infra.postgres.provision import provision
from tests.infra.postgres.asking import one, postmasters, wait_until_gone
from tests.infra.postgres.others import Other, Say

Make = Callable[..., Cluster]
ROLES = ("paceline_owner", "paceline_app", "paceline_system", "postgres")


def test_an_empty_folder_becomes_a_database_with_checksums_and_unicode(place: Path, binaries: Binaries) -> None:
    with Cluster(place / "deep" / "postgres", binaries=binaries) as cluster:
        assert cluster.is_running
        assert cluster.started_here
        assert one(cluster, "SHOW data_checksums") == "on"
        assert one(cluster, "SELECT upper('žluťoučký')") == "ŽLUŤOUČKÝ"
        assert one(cluster, "SHOW server_encoding") == "UTF8"
        assert stat.S_IMODE((place / "deep" / "postgres").stat().st_mode) == 0o700
    assert not cluster.is_running
    assert servers_of(cluster.data_folder) == {}


def test_the_oldest_supported_version_works_too(place: Path, binaries: Binaries) -> None:
    folder = binaries.folder.parent.parent / "pginstall" / "bin"
    if version_in(folder) is None:
        pytest.skip("this installation holds no second version")
    old = Binaries(folder, version_in(folder) or (0, 0), "wheel")
    assert old.version[0] == 16
    with Cluster(place / "postgres", binaries=old) as cluster:
        provision(cluster.address("postgres", "postgres"), "paceline")
        assert one(cluster, "SELECT upper('ž')", "paceline_app", "paceline") == "Ž"
        assert one(cluster, "SHOW data_checksums") == "on"


def test_every_role_connects_without_a_password_and_no_other_does(cluster: Make) -> None:
    server = cluster()
    server.start()
    provision(server.address("postgres", "postgres"), "paceline")
    assert [one(server, "SELECT current_user", role, "paceline") for role in ROLES] == list(ROLES)
    one(server, "CREATE ROLE somebody LOGIN; SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        one(server, "SELECT 1", "somebody")


def test_the_address_serves_sqlalchemy(cluster: Make) -> None:
    server = cluster()
    server.start()
    address = server.address("postgres", "postgres").replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT current_user")).scalar_one() == "postgres"
    engine.dispose()


@pytest.mark.usefixtures("root")
def test_another_user_of_the_machine_is_kept_out(cluster: Make) -> None:
    server = cluster()
    server.start()
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    address = server.address("postgres", "postgres")

    def intrude(say: Say) -> None:
        with psycopg.connect(address):
            say("in")

    with Other(intrude, user="daemon") as stranger:
        assert "Permission denied" in stranger.hear()
    # Even with the doors open the server itself does not know the stranger.
    for part in (server.socket_folder, server.socket_folder.parent):
        part.chmod(0o755)
    (server.socket_folder / ".s.PGSQL.5432").chmod(0o777)
    with Other(intrude, user="daemon") as stranger:
        assert "Peer authentication failed" in stranger.hear()


def test_a_second_call_finds_the_server_running(cluster: Make) -> None:
    server = cluster()
    begin = time.perf_counter()
    server.start()
    first = time.perf_counter() - begin
    assert one(server, "SELECT 1") == 1
    begin = time.perf_counter()
    server.start()
    assert time.perf_counter() - begin < first / 3
    server.stop()


def test_lean_settings_and_the_callers_own(cluster: Make) -> None:
    server = cluster(options={"work_mem": "5MB"})
    server.start()
    assert one(server, "SHOW work_mem") == "5MB"
    assert one(server, "SHOW shared_buffers") == "64MB"
    assert one(server, "SHOW jit") == "off"
    assert one(server, "SHOW unix_socket_permissions") == "0700"
    assert one(server, "SHOW listen_addresses") == ""
    assert len(servers_of(server.data_folder)) <= 6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_tcp_is_off_unless_asked_for_and_then_wants_a_password(cluster: Make) -> None:
    port = free_port()
    quiet = cluster()
    quiet.start()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1).close()
    quiet.stop()
    server = cluster(listen=("127.0.0.1", port))
    server.start()
    one(server, "CREATE ROLE visitor LOGIN PASSWORD 'right'; SELECT 1")
    with psycopg.connect(host="127.0.0.1", port=port, user="visitor", password="right", dbname="postgres") as visit:
        assert visit.execute("SELECT 1").fetchone() == (1,)
    for user, password in (("visitor", "wrong"), ("postgres", "")):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host="127.0.0.1", port=port, user=user, password=password, dbname="postgres")


def test_a_second_supervisor_joins_and_leaves_the_server_alone(cluster: Make) -> None:
    owner, guest = cluster(), cluster()
    owner.start()
    guest.start()
    assert (guest.pid, guest.started_here, guest.is_running) == (owner.pid, False, True)
    assert guest.address("postgres", "postgres") == owner.address("postgres", "postgres")
    guest.stop()
    assert one(owner, "SELECT 1") == 1
    guest.start()
    owner.stop()
    assert not guest.is_running
    guest.start()
    assert guest.started_here


def test_two_processes_at_once_make_one_server(place: Path, binaries: Binaries) -> None:
    def supervise(say: Say) -> None:
        cluster = Cluster(place / "postgres", binaries=binaries)
        cluster.start()
        say(f"{cluster.pid} {cluster.started_here}")
        time.sleep(30)

    with Other(supervise) as first, Other(supervise) as second:
        heard = [first.hear().split(), second.hear().split()]
        assert heard[0][0] == heard[1][0]
        assert sorted(owns for _, owns in heard) == ["False", "True"]
        assert postmasters(place / "postgres") == [int(heard[0][0])]
    wait_until_gone(place / "postgres")


def test_the_server_outlives_the_thread_that_asked_for_it(cluster: Make) -> None:
    server = cluster()
    thread = threading.Thread(target=server.start)
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert one(server, "SELECT 1") == 1


def test_nothing_but_the_folder_is_changed(cluster: Make, place: Path) -> None:
    accounts = Path("/etc/passwd").read_bytes()
    before = [(path, path.stat().st_mode, path.stat().st_uid) for path in place.parents]
    place.chmod(0o750)
    server = cluster()
    server.start()
    assert stat.S_IMODE(place.stat().st_mode) == 0o750
    assert [(path, path.stat().st_mode, path.stat().st_uid) for path in place.parents] == before
    assert Path("/etc/passwd").read_bytes() == accounts


def test_a_name_is_asked_for_before_the_start(folder: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="not been started"):
        Cluster(folder).address("postgres", "postgres")
    assert os.path.isdir(folder)
