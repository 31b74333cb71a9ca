#!/usr/bin/env bash
# dask and distributed 2026.8.0 with CPython 3.11.7 (its source reads alike in 3.10, 3.12.1 and 3.13.0),
# seen on 2026-11-29 on Linux x86-64. A LocalCluster of processes that is made by a thread which holds
# SIGINT back has workers that hear SIGINT all the same, and end by Ctrl-C at a terminal. A mask is
# inherited by threads and processes; but Dask's own loop makes the first semaphore of the process,
# with it multiprocessing starts its resource tracker, and that unblocks SIGINT in the thread that
# asked for it, from which all workers are started then.
# Way around: multiprocessing.resource_tracker.ensure_running() before the signals are held back.
# Exit code 0: still so. 1: it changed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q --disable-pip-version-check dask==2026.8.0 distributed==2026.8.0
cat > "$place/deaf.py" <<'PY'
import signal
import sys


def deaf():
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])


if __name__ == "__main__":
    from multiprocessing.resource_tracker import ensure_running

    from distributed import Client, LocalCluster

    if sys.argv[1] == "before":
        ensure_running()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    with LocalCluster(2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        with Client(cluster) as client:
            client.wait_for_workers(2)
            print(sum(client.run(deaf).values()))
PY
cd "$place"
without=$("$place/venv/bin/python" deaf.py no 2> "$place/log")
before=$("$place/venv/bin/python" deaf.py before 2> "$place/log")
echo "deaf workers of 2: $without; with the resource tracker started before: $before"
[ "$without" = 0 ] && [ "$before" = 2 ]
