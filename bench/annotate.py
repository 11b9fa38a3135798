#!/usr/bin/env python3
"""Times `errdex annotate` against cat, wc, ripgrep and grep on one generated log; whole processes in turn, medians.

    bench/annotate.py [--rounds 7] [--bytes 1000000000] [--log FILE] [--program build/release/errdex]

./run builds the program. Without --log the log is generated into the temporary folder and removed at the end. The
output is the table of bench/results/annotate.md: the median of the wall time and of the processor time, the spread,
the rate, the ratios to `cat` and to ripgrep in this run, and the largest resident memory. All output goes to
/dev/null, counts into a pipe. ripgrep and grep get a regular expression that finds the same lines in this log; that is checked.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

root = pathlib.Path(__file__).resolve().parent.parent
# What finds the same lines in this log: a key with a number that is not zero, and for `code` a message behind it.
SHAPE = r'"(errcode|errno|error_code)\\?": ?-?[1-9]|"code\\?": ?-?[1-9][0-9]*,\\?"msg'


def generate(folder, size):
    generator = pathlib.Path(folder) / "log_generator"
    log = pathlib.Path(folder) / "mixed.log"
    subprocess.run(["g++", "-O2", "-std=c++20", "-o", generator, root / "bench/log_generator.cpp"], check=True)
    with open(log, "wb") as out:
        subprocess.run([generator, str(size)], stdout=out, check=True, stderr=subprocess.DEVNULL)
    return str(log)


def commands_for(program, log):
    commands = {"cat": ["cat", log], "wc -l": ["wc", "-l", log], "grep -c -E": ["grep", "-c", "-E", SHAPE, log]}
    if shutil.which("rg"):
        commands["rg -c"] = ["rg", "-c", "-e", SHAPE, log]
        commands["rg --passthru"] = ["rg", "--passthru", "-N", "-e", SHAPE, log]
    for threads in "12":
        for mode in ("--summary", "--only", "--json", ""):
            title = f"annotate {mode}".strip() + f", {threads} thread" + ("s" if threads == "2" else "")
            commands[title] = [program, "annotate", *([mode] if mode else []), "--threads", threads, log]
    return commands


def timed(command):
    """Wall seconds, processor seconds, largest resident megabytes."""
    start = time.perf_counter()
    # grep stops at the first match when it sees that its output is /dev/null; a count fits into a pipe.
    counts = "-c" in command
    process = subprocess.Popen(command, stdout=subprocess.PIPE if counts else subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def same_lines(program, log):
    """The number of lines that the regular expression finds; errdex must report an error in as many."""
    lines = int(subprocess.run(["grep", "-c", "-E", SHAPE, log], capture_output=True, text=True, check=True).stdout)
    events = 0
    with subprocess.Popen([program, "annotate", "--json", log], stdout=subprocess.PIPE) as process:
        # In pieces: what this process holds would count as memory of the ones that it starts.
        while block := process.stdout.read(1 << 16):
            events += block.count(b"\n")
    if lines != events:
        raise SystemExit(f"the regular expression finds {lines} lines, errdex {events} errors")
    return lines


def measure(arguments, log):
    size = os.path.getsize(log)
    found = same_lines(arguments.program, log)
    commands = commands_for(arguments.program, log)
    samples = {name: [] for name in commands}
    for i in range(arguments.rounds + 1):
        for name, command in commands.items():
            sample = timed(command)
            if i > 0:  # The first round warms the page cache.
                samples[name].append(sample)
    wall = {name: statistics.median(s[0] for s in all) for name, all in samples.items()}
    print(f"{size:,} bytes, {found:,} errors, {arguments.rounds} rounds.\n")
    print("| command | wall s | min–max | cpu s | GB/s | × cat | × faster than rg -c | MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, all in samples.items():
        w = wall[name]
        low, high = min(s[0] for s in all), max(s[0] for s in all)
        cpu = statistics.median(s[1] for s in all)
        memory = max(s[2] for s in all)
        against = f"{wall['rg -c'] / w:.2f}" if "rg -c" in wall else "–"
        print(f"| {name} | {w:.3f} | {low:.3f}–{high:.3f} | {cpu:.3f} | {size / w / 1e9:.2f} | {w / wall['cat']:.2f} "
              f"| {against} | {memory:.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--bytes", type=int, default=1_000_000_000)
    parser.add_argument("--log", help="an existing log instead of a generated one")
    parser.add_argument("--program", default=str(root / "build/release/errdex"))
    arguments = parser.parse_args()
    if arguments.log:
        measure(arguments, arguments.log)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments, generate(folder, arguments.bytes))


if __name__ == "__main__":
    main()
