#!/usr/bin/env python3
"""Times `errdex lint`, `new`, `release` and `diff` on a project of 10,000 codes in two languages, as whole processes.

    bench/govern.py [CODES [RUNS]]     after ./run has built build/release; ERRDEX names another binary
"""
import os, pathlib, statistics, subprocess, sys, tempfile, time

root = pathlib.Path(__file__).resolve().parent.parent
errdex = pathlib.Path(os.environ.get("ERRDEX", root / "build/release/errdex")).resolve()
codes = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9


def entry(module, number):
    code = 2_000_000 // 10 + module * 1000 + number
    name = f"case_{module}_{number}"
    return f"""  - code: {code}
    name: {name}
    message: "the {name} of {{item}} failed"
    parameters: [{{name: item, type: string}}]
    example: the {name} of 42 failed
    title: {{en: The case {number} of module {module} failed, zh: 模块 {module} 的情况 {number} 失败}}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause:
      en: The state {number} in module {module} does not allow the call.
      zh: 模块 {module} 的状态 {number} 不允许该调用。
    fix:
      en: ["Change the state {number} of module {module} first.", Repeat the call.]
      zh: ["先修改模块 {module} 的状态 {number}。", 再次调用。]
    basis: documented
"""


def timed(command, folder, allowed=(0,)):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run([errdex, *command], cwd=folder, capture_output=True, text=True)
        times.append(time.perf_counter() - start)
        if done.returncode not in allowed:
            sys.exit(f"{command} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return statistics.median(times), max(times)


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "errors").mkdir()
    (folder / "src").mkdir()
    per_module = 500
    modules = (codes + per_module - 1) // per_module
    toml = '[project]\nname = "acme"\n[[space]]\nname = "acme.api"\nscheme = "a-bb-ccc"\n'
    toml += '[uses]\nfiles = ["src/**"]\npatterns = ["errors.{Name}"]\n'
    for m in range(1, modules + 1):
        toml += f'[[module]]\nname = "m{m}"\nowners = ["team"]\ngroups = {{level = 2, module = {m}}}\n'
        count = min(per_module, codes - (m - 1) * per_module)
        text = "space: acme.api\nentries:\n" + "\n".join(entry(m, n) for n in range(1, count + 1))
        (folder / f"errors/m{m}.yaml").write_text(text)
        (folder / f"src/m{m}.go").write_text("".join(f"return errors.Case{m}_{n}\n" for n in range(1, count + 1)))
    (folder / "errdex.toml").write_text(toml)
    (folder / "old").mkdir()
    subprocess.run(["cp", "-r", folder / "errors", folder / "errdex.toml", folder / "old"], check=True)
    size = sum(f.stat().st_size for f in (folder / "errors").iterdir())
    rows = [
        ("lint", ["lint"]),
        ("new --dry-run", ["new", "--module", "m1", "--name", "fresh_one", "--status", "ABORTED", "--dry-run"]),
        ("new --fix", ["new", "--fix"]),
        ("release", ["release", "1.0.0"]),
        ("lint, with a lock", ["lint"]),
        ("diff of two folders", ["diff", "old", "."]),
    ]
    print(f"{codes} codes in {modules} files, {size / 1e6:.1f} MB of YAML; {runs} runs each\n")
    print(f"{'command':<24}{'median s':>10}{'slowest s':>11}")
    for name, command in rows:
        median, slowest = timed(command, folder)
        print(f"{name:<24}{median:>10.2f}{slowest:>11.2f}")
