"""A study on two workers has the bytes of one process, also where a worker dies in the middle of its part."""

import os
import pathlib
import signal
import threading

import pytest

import nines

distributed = pytest.importorskip("distributed")


def files(folder: pathlib.Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.fixture
def client():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster, distributed.Client(cluster) as connected:
        yield connected


def test_two_workers_write_the_bytes_of_one_process(plan, tmp_path, client):
    from nines.dask import compare

    alone = nines.compare(plan, replications=400, inputs=False, out=tmp_path / "alone")
    shared = compare(plan, client, parts=8, replications=400, inputs=False, out=tmp_path / "shared")
    assert files(shared.folder) == files(alone.folder)


def test_a_worker_that_is_killed_costs_nothing_but_time(plan, tmp_path, client):
    from nines.dask import compare

    alone = nines.compare(plan, replications=4000, inputs=False, out=tmp_path / "alone")
    started = threading.Event()

    def kill(dask_worker):
        os.kill(os.getpid(), signal.SIGKILL)

    def once_a_part_is_back():
        # A worker is killed while parts are under way: nothing is timed, a part that is in process is waited for.
        while not any(client.processing().values()):
            started.wait(0.01)
        victim = next(worker for worker, tasks in client.processing().items() if tasks)
        try:
            client.run(kill, workers=[victim], wait=False)
        except Exception:  # the connection to the one that was killed is gone
            pass

    killer = threading.Thread(target=once_a_part_is_back)
    killer.start()
    shared = compare(plan, client, parts=8, replications=4000, inputs=False, out=tmp_path / "shared")
    killer.join()
    assert files(shared.folder) == files(alone.folder)
