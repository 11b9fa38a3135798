#!/usr/bin/env python3
"""Times whole processes: `errdex explain 40014` against a C++ hello-world linked the same way, Python and Node
doing the same look-up. Interleaved runs, medians, peak memory by the operating system's accounting.

    bench/startup.py [RUNS]          after ./run has built build/release
"""
import json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

root = pathlib.Path(__file__).resolve().parent.parent
errdex = root / "build/release/errdex"
runs = int(sys.argv[1]) if len(sys.argv) > 1 else 200

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "hello.cpp").write_text('#include <iostream>\nint main() { std::cout << "hello\\n"; }\n')
    subprocess.run(["g++", "-O3", "-o", folder / "hello", folder / "hello.cpp"], check=True)
    # A child's peak begins at its parent's size, so a small parent measures it.
    (folder / "peak.c").write_text(
        "#include <stdio.h>\n#include <fcntl.h>\n#include <sys/resource.h>\n#include <sys/wait.h>\n#include <unistd.h>\n"
        "int main(int n, char** a) { (void)n; int s; struct rusage r; pid_t p = fork();\n"
        " if (p == 0) { dup2(open(\"/dev/null\", O_WRONLY), 1); execvp(a[1], a + 1); _exit(127); }\n"
        " wait4(p, &s, 0, &r); printf(\"%ld\\n\", r.ru_maxrss); }\n")
    subprocess.run(["gcc", "-O2", "-o", folder / "peak", folder / "peak.c"], check=True)
    rows = subprocess.run([errdex, "list", "--json"], check=True, capture_output=True, text=True).stdout
    (folder / "codes.jsonl").write_text(rows)
    (folder / "look.py").write_text(
        "import json,sys\nfor l in open(sys.argv[1],encoding='utf-8'):\n e=json.loads(l)\n if e['code']=='40014': print(e['space'],e['title']['en'])\n")
    (folder / "look.js").write_text(
        "for (const l of require('fs').readFileSync(process.argv[2],'utf8').split('\\n')) { if (!l) continue; const e=JSON.parse(l);"
        " if (e.code==='40014') console.log(e.space, e.title.en) }\n")
    commands = {
        "hello-world": [folder / "hello"],
        "errdex explain 40014": [errdex, "explain", "40014"],
        "errdex explain 40014 --json": [errdex, "explain", "40014", "--json"],
        "python look-up": ["python3", folder / "look.py", folder / "codes.jsonl"],
    }
    if shutil.which("node"):
        commands["node look-up"] = ["node", folder / "look.js", folder / "codes.jsonl"]
    times = {name: [] for name in commands}
    memory = {n: int(subprocess.run([folder / "peak", *c], capture_output=True, text=True).stdout) for n, c in commands.items()}
    for i in range(runs + 5):
        for name, command in commands.items():
            if name.endswith("look-up") and i > runs // 8:
                continue
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, _ = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if i >= 5:
                times[name].append(time.perf_counter() - start)
    base = statistics.median(times["hello-world"])
    print(f"{'command':<30}{'median ms':>10}{'p90 ms':>9}{'x hello':>9}{'peak MB':>9}")
    for name, t in times.items():
        t.sort()
        print(f"{name:<30}{statistics.median(t)*1e3:>10.2f}{t[int(len(t)*.9)]*1e3:>9.2f}{statistics.median(t)/base:>9.2f}{memory[name]/1024:>9.1f}")
