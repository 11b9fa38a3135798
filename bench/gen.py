#!/usr/bin/env python3
"""Measures errdex gen on a space of 10,000 codes: gen.py ERRDEX [CODES [RUNS]]. Medians of five runs in a fresh folder."""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

errdex, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10000
RUNS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
words = "account card invoice ledger order payer price quota refund seat tenant token user wallet".split()
states = "expired locked missing refused taken too_large unknown invalid closed in_use".split()

with tempfile.TemporaryDirectory() as folder:
    codes = Path(folder) / "codes"
    codes.mkdir()
    for part in range(0, count, 500):
        lines = ["space: acme.large", f"group: part_{part // 500}", "entries:"]
        for n in range(part, min(part + 500, count)):
            name = f"{words[n % len(words)]}_{states[n // len(words) % len(states)]}_{n}"
            lines += [
                f"  - code: {2000000 + n}", f"    name: {name}", f"    message: \"{name} {{id}} refused\"",
                "    parameters: [{name: id, type: string}]",
                f"    title: {{en: The {name.replace('_', ' ')} cannot be used now, zh: 第 {n} 个对象暂不可用}}",
                "    cause:", f"      en: Another request changed object {n} between the check and the write of this one.",
                f"      zh: 在检查与写入之间，另一个请求修改了对象 {n}。", "    fix:",
                "      en: [Read the object again and repeat the change., Ask its owner when that fails.]",
                "      zh: [重新读取该对象，再提交修改。, 仍失败时联系负责人。]",
                "    status: ABORTED", "    verdict: fix_state", "    basis: documented"]
        (codes / f"part_{part // 500:02}.yaml").write_text("\n".join(lines) + "\n")

    targets = [line.split()[0] for line in subprocess.check_output([errdex, "gen", "--list"], text=True).splitlines()
               if line[0] != " "]

    def median(chosen):
        project = Path(folder) / "errdex.toml"
        project.write_text('[project]\nname = "acme"\ncatalog = ["codes"]\n[[space]]\nname = "acme.large"\n' + "".join(
            f'[[generate]]\nlang = "{target}"\nout = "out/{target}"\n' for target in chosen))
        times = []
        for _ in range(RUNS):
            shutil.rmtree(Path(folder) / "out", ignore_errors=True)
            begin = time.perf_counter()
            subprocess.run([errdex, "gen", "--project", str(project)], check=True, capture_output=True)
            times.append(time.perf_counter() - begin)
        size = sum(f.stat().st_size for f in (Path(folder) / "out").rglob("*") if f.is_file())
        return statistics.median(times), size

    for target in targets:
        seconds, size = median([target])
        print(f"| {target} | {seconds:.2f} | {size / 1e6:.1f} |", flush=True)
    seconds, size = median(targets)
    print(f"| all {len(targets)} in one run | {seconds:.2f} | {size / 1e6:.1f} |")
