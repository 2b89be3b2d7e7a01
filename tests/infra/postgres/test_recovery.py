"""However the last server or supervisor ended, the next start gives one working server with all committed rows."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paceline.infra.postgres import Binaries, Cluster, server
from paceline.infra.postgres.account import server_account, take_over
from paceline.infra.postgres.leftovers import read_pid_file, servers_of
from paceline.infra.postgres.probe import answering_pid
from tests.infra.postgres.asking import one, postmasters, wait_until_gone
from tests.infra.postgres.others import Other, Say

Make = Callable[..., Cluster]


def test_killed_servers_lose_no_committed_row(cluster: Make) -> None:
    owner = cluster()
    owner.start()
    one(owner, "CREATE TABLE kept AS SELECT generate_series(1, 1500) AS n; SELECT 1")
    assert owner.pid is not None
    first = owner.pid
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while owner.is_running:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    owner.start()
    assert owner.pid != first
    assert one(owner, "SELECT count(*) FROM kept") == 1500


def supervise(folder: Path, binaries: Binaries) -> Callable[[Say], None]:
    def act(say: Say) -> None:
        cluster = Cluster(folder, binaries=binaries)
        cluster.start()
        one(cluster, "CREATE TABLE IF NOT EXISTS kept (n int); SELECT 1")
        one(cluster, "INSERT INTO kept VALUES (1) RETURNING n")
        say(str(cluster.pid))
        time.sleep(60)

    return act


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_server_ends_with_its_killed_supervisor(cluster: Make, folder: Path, binaries: Binaries) -> None:
    with Other(supervise(folder, binaries)) as supervisor:
        born = int(supervisor.hear())
        assert postmasters(folder) == [born]
        supervisor.kill()
        wait_until_gone(folder)
    next_one = cluster()
    next_one.start()
    assert one(next_one, "SELECT count(*) FROM kept") == 1


@pytest.mark.parametrize("hidden", [False, True], ids=["seen", "only its command line seen"])
def test_an_orphan_is_replaced_and_then_ends_with_its_new_owner(
    cluster: Make, folder: Path, binaries: Binaries, monkeypatch: pytest.MonkeyPatch, hidden: bool
) -> None:
    if hidden:
        # In a container root may not look where another user's process works.
        monkeypatch.setattr("paceline.infra.postgres.leftovers._at_work_in", lambda _: {})
    monkeypatch.setattr(server, "die_with_parent", lambda: None)
    with Other(supervise(folder, binaries)) as supervisor:
        orphan = int(supervisor.hear())
        supervisor.kill()
    time.sleep(0.1)
    assert postmasters(folder) == [orphan]
    heir = cluster()
    heir.start()
    assert heir.started_here
    assert postmasters(folder) == [heir.pid]
    assert one(heir, "SELECT count(*) FROM kept") == 1
    heir.stop()
    assert servers_of(folder / "data") == {}


def test_backends_left_by_a_killed_postmaster_are_ended(
    cluster: Make, folder: Path, binaries: Binaries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "die_with_parent", lambda: None)
    with Other(supervise(folder, binaries)) as supervisor:
        postmaster = int(supervisor.hear())
        stuck = next(pid for pid in servers_of(folder / "data") if pid != postmaster)
        os.kill(stuck, signal.SIGSTOP)
        supervisor.kill()
        os.kill(postmaster, signal.SIGKILL)
    monkeypatch.setattr("paceline.infra.postgres.leftovers.SHUTDOWN", ((signal.SIGINT, 0.1), (signal.SIGKILL, 5)))
    heir = cluster()
    heir.start()
    assert stuck not in servers_of(folder / "data")
    assert one(heir, "SELECT count(*) FROM kept") == 1


def test_a_server_started_by_hand_gives_way(cluster: Make, folder: Path, binaries: Binaries) -> None:
    account = server_account(folder)
    take_over(folder, account)
    command = [binaries.postgres, "-D", folder / "data", "-k", folder / "run", "-h", ""]
    user = account.uid if account.switched else None
    with subprocess.Popen(command, user=user, cwd="/", stderr=subprocess.DEVNULL) as by_hand:
        deadline = time.monotonic() + 5
        while answering_pid(folder / "data") != by_hand.pid:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        owner = cluster()
        owner.start()
        assert by_hand.wait(1) == 0
        assert one(owner, "SELECT 1") == 1


def whole(pid: int, run: Path) -> str:
    return f"{pid}\n/somewhere\n1700000000\n5432\n{run}\n\n  1 2\nready   \n"


@pytest.mark.parametrize("text", ["", "12", "12\n/x\n17\n5432\n", "abc\n/x\n17\n5432\n/run\n\n", "-1\n/\n1\n1\n/\n"])
def test_half_written_pid_files_do_not_stop_a_start(cluster: Make, folder: Path, text: str) -> None:
    (folder / "data" / "postmaster.pid").write_text(text)
    assert read_pid_file(folder / "data") is None
    owner = cluster()
    owner.start()
    assert one(owner, "SELECT 1") == 1


@pytest.mark.parametrize("same_user", [True, False])
def test_a_pid_file_naming_a_living_stranger_is_not_believed(cluster: Make, folder: Path, same_user: bool) -> None:
    account = server_account(folder)
    user = account.uid if same_user and account.switched else None
    with subprocess.Popen(["sleep", "60"], user=user, cwd="/") as stranger:
        for name in ("data/postmaster.pid", "run/.s.PGSQL.5432.lock"):
            (folder / name).write_text(whole(stranger.pid, folder / "run"))
        owner = cluster()
        owner.start()
        assert owner.pid != stranger.pid
        assert one(owner, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_a_zombie_is_not_running(cluster: Make, folder: Path) -> None:
    zombie = os.posix_spawn("/bin/true", ["true"], {})
    os.waitid(os.P_PID, zombie, os.WEXITED | os.WNOWAIT)
    (folder / "data" / "postmaster.pid").write_text(whole(zombie, folder / "run"))
    owner = cluster()
    assert not owner.is_running
    owner.start()
    assert one(owner, "SELECT 1") == 1
    os.waitpid(zombie, 0)


def test_a_lock_is_free_when_only_a_forked_child_remains(cluster: Make, folder: Path, binaries: Binaries) -> None:
    def with_child(say: Say) -> None:
        owner = Cluster(folder, binaries=binaries)
        owner.start()
        say(str(os.fork() or time.sleep(3)))
        time.sleep(30)

    with Other(with_child) as supervisor:
        child = int(supervisor.hear())
        supervisor.kill()
        heir = cluster()
        heir.start(timeout=2)
        assert heir.started_here
        os.kill(child, signal.SIGKILL)
