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
STAGES = ["ingest", "clean", "quality", "profile", "skills", "disclose", "figures", "report"]


def measure(command):
    """Wall seconds, CPU seconds and peak MiB of one process."""
    start = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ,
                          file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench: {' '.join(command)} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def line(name, figures, read):
    wall, cpu, peak = figures
    print(f"  {name:22s} {wall:8.3f} s {cpu:8.3f} s CPU {peak:7.1f} MiB {wall / read:9.1f} x read", flush=True)


def bench(program, generator, n, folder):
    project = os.path.join(folder, str(n))
    shutil.copytree(os.path.join(HERE, "project"), project)
    data = os.path.join(project, "data", "answers.csv")
    os.makedirs(os.path.dirname(data))
    with open(data, "wb") as out:
        subprocess.run([generator, str(n)], stdout=out, check=True)
    read = min(measure(["cat", data])[0] for _ in range(5))
    print(f"{n} respondents, {os.path.getsize(data) / 1e6:.1f} MB; a plain read takes {read:.4f} s", flush=True)
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
