"""A study on two workers has the bytes of one process, also where a worker dies in the middle of its part."""

import os
import pathlib
import signal
import threading
import time

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


def test_the_inputs_band_is_shared_too(plan, tmp_path, client):
    from nines.dask import compare

    alone = nines.compare(plan, replications=400, out=tmp_path / "alone")
    shared = compare(plan, client, parts=5, replications=400, out=tmp_path / "shared")
    assert files(shared.folder) == files(alone.folder)


def kill_one(client):
    """Kills a worker that has a task under way: nothing is timed."""

    def kill(dask_worker):
        os.kill(os.getpid(), signal.SIGKILL)

    while not any(client.processing().values()):
        time.sleep(0.01)
    victim = next(worker for worker, tasks in client.processing().items() if tasks)
    try:
        client.run(kill, workers=[victim], wait=False)
    except Exception:  # the connection to the one that was killed is gone
        pass


@pytest.mark.parametrize("killed", [False, True])
def test_a_size_goes_by_rounds_to_the_same_answer(plan, client, killed):
    from nines.dask import run

    alone = nines.size(plan, design="plan", replications=200, seed=7)
    if killed:
        threading.Thread(target=kill_one, args=(client,)).start()
    shared = run(nines.Study.size(plan, design="plan", replications=200, seed=7), client, parts=4)
    assert shared.result == alone.result


def test_a_sweep_is_one_round_and_goes_on_where_it_was_cut_short(plan, tmp_path, client):
    from nines.dask import run

    vary = {"execute.move-traffic.ttl": ["1min", "10min"]}
    study = nines.Study.sweep(plan.read_text(), vary, design="plan", replications=40)
    alone = nines.sweep(plan, vary, design="plan", replications=40)
    work = tmp_path / "work"
    assert run(study, client, parts=3, work=work).rows.equals(alone.rows)
    assert sorted(path.name for path in work.iterdir()) == ["round-1"]
    # Nothing is left to simulate.
    assert run(study, client, parts=3, work=work).result == alone.result


@pytest.mark.skipif(os.environ.get("NINES_LONG") != "1", reason="a study of a minute, on two cores that nobody else uses")
def test_two_workers_are_nearly_twice_as_fast_as_one(plan, tmp_path):
    from nines.dask import compare

    seconds = {}
    for workers in (1, 2):
        with distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, processes=True
        ) as cluster, distributed.Client(cluster) as connected:
            began = time.monotonic()
            compare(plan, connected, parts=16, replications=400_000, inputs=False, out=tmp_path / str(workers))
            seconds[workers] = time.monotonic() - began
    print(f"one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s: {seconds[1] / seconds[2]:.2f} times")
    assert seconds[1] / seconds[2] >= 1.7


def test_a_worker_that_is_killed_costs_nothing_but_time(plan, tmp_path, client):
    from nines.dask import compare

    alone = nines.compare(plan, replications=4000, inputs=False, out=tmp_path / "alone")
    killer = threading.Thread(target=kill_one, args=(client,))
    killer.start()
    shared = compare(plan, client, parts=8, replications=4000, inputs=False, out=tmp_path / "shared")
    killer.join()
    assert files(shared.folder) == files(alone.folder)
