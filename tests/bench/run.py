#!/usr/bin/python3
"""run.py PROGRAM GENERATOR [N ...]: each stage alone on generated surveys of N
respondents; wall time, CPU and peak memory, and the ratio of its wall time to
a plain read of the file in the same run.  Machines are shared and noisy: read
the ratios."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# Where "npm install @duckdb/node-api" was run; not part of the tree.
DUCKDB = os.environ.get("DUCKDB", os.path.join(HERE, "../../build/duckdb"))
PAIRS = 3
STAGES = ["ingest", "clean", "quality", "profile", "skills", "disclose", "figures", "report"]


def measure(command, folder=None):
    """Wall seconds, CPU seconds and peak MiB of one process."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def line(name, figures, read):
    wall, cpu, peak = figures
    print(f"  {name:22s} {wall:8.3f} s {cpu:8.3f} s CPU {peak:7.1f} MiB {wall / read:9.1f} x read", flush=True)


def compare(program, project, data):
    """Ingest and clean, durably, beside DuckDB reading the same file with its types given: in turns."""
    if not os.path.isdir(os.path.join(DUCKDB, "node_modules/@duckdb")):
        print(f"  no DuckDB in {DUCKDB}: nothing to compare with", flush=True)
        return
    ours, theirs = [], []
    for _ in range(PAIRS):
        shutil.rmtree(os.path.join(project, ".divario"), ignore_errors=True)
        ours.append(measure([program, "clean", project, "--quiet"]))
        theirs.append(measure(["node", os.path.join(HERE, "duckdb.mjs"), data], DUCKDB))
    ours, theirs = min(ours), min(theirs)
    print(f"  ingest and clean       {ours[0]:8.3f} s {ours[1]:8.3f} s CPU {ours[2]:7.1f} MiB {ours[0] / theirs[0]:9.2f} x DuckDB"
          f" ({ours[1] / theirs[1]:.2f} in CPU)")
    print(f"  DuckDB, types given    {theirs[0]:8.3f} s {theirs[1]:8.3f} s CPU {theirs[2]:7.1f} MiB", flush=True)


def bench(program, generator, n, folder):
    project = os.path.join(folder, str(n))
    shutil.copytree(os.path.join(HERE, "project"), project)
    data = os.path.join(project, "data", "answers.csv")
    os.makedirs(os.path.dirname(data))
    with open(data, "wb") as out:
        subprocess.run([generator, str(n)], stdout=out, check=True)
    read = min(measure(["cat", data])[0] for _ in range(5))
    print(f"{n} respondents, {os.path.getsize(data) / 1e6:.1f} MB; a plain read takes {read:.4f} s", flush=True)
    compare(program, project, data)
    shutil.rmtree(os.path.join(project, ".divario"), ignore_errors=True)
    for stage in STAGES:
        line(stage, measure([program, stage, project, "--quiet"]), read)
    line("run, nothing changed", measure([program, "run", project, "--quiet"]), read)
    shutil.rmtree(os.path.join(project, ".divario"))
    shutil.rmtree(os.path.join(project, "reports"))
    line("run, from nothing", measure([program, "run", project, "--quiet"]), read)
    shutil.rmtree(project)


def sample(program, folder):
    command = [program, "run", os.path.join(HERE, "../../config/bwise"), "--quiet",
               "--output", os.path.join(folder, "bwise"), "--work", os.path.join(folder, "work")]
    read = measure(["true"])[0]
    print("bwise, 578 respondents, in ratio to starting a process")
    line("run, from nothing", measure(command), read)
    line("run, nothing changed", measure(command), read)


def main():
    program, generator = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        sample(program, folder)
        for n in [int(a) for a in sys.argv[3:]] or [10**3, 10**5, 10**6]:
            bench(program, generator, n, folder)


main()
