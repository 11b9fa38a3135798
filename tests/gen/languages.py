#!/usr/bin/env python3
"""Compiles what errdex gen writes for a language, and lets it raise and read errors.

languages.py ERRDEX LANGUAGE FOLDER. Every language has to print expected.txt, letter for letter, so that what one
raises the others read. Exit code 77: a compiler that is needed is not installed.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = 77
BUILTIN = ["--space", "wecom", "--space", "dingtalk", "--space", "feishu", "--space", "openapi"]

errdex, language, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
environment = {k: v for k, v in os.environ.items() if not k.startswith("ERRDEX_")}


def run(*command, cwd=None, stdin=None, env=None):
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd or folder, input=stdin, env=dict(environment, **(env or {})),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=240)
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(c) for c in command)}: exit code {done.returncode}\n"
                 f"{(done.stdout + done.stderr).decode(errors='replace')[:4000]}")
    return done.stdout


def need(*tools):
    for tool in tools:
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed")
            sys.exit(SKIPPED)


def generate(target, out, *what):
    """Writes twice: the second time nothing is left to write, and --check agrees."""
    run(errdex, "gen", *what, "--lang", target, "--out", out)
    again = subprocess.run([errdex, "gen", *what, "--lang", target, "--out", str(out)], env=environment, cwd=folder,
                           capture_output=True, check=True)
    if b"0 written" not in again.stderr:
        sys.exit(f"a second run wrote again: {again.stderr.decode()}")
    run(errdex, "gen", *what, "--lang", target, "--out", out, "--check")
    return folder / out


def both(target, sample="errors", builtin="builtin"):
    return generate(target, sample, "--catalog", HERE / "sample"), generate(target, builtin, *BUILTIN)


def compare(output):
    expected = (HERE / "expected.txt").read_bytes()
    if output != expected:
        (folder / "actual.txt").write_bytes(output)
        for n, (a, b) in enumerate(zip(output.split(b"\n"), expected.split(b"\n")), 1):
            if a != b:
                sys.exit(f"line {n}\n is        {a.decode(errors='replace')}\n should be {b.decode(errors='replace')}")
        sys.exit(f"{output.count(bytes([10]))} lines instead of {expected.count(bytes([10]))}")


def bodies():
    return (HERE / "bodies.txt").read_bytes()


def cpp():
    need("g++")
    _, builtin = both("cpp")
    flags = ["-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wsign-conversion",
             "-Wold-style-cast", "-Werror", "-Wno-restrict"]
    shutil.copy(HERE / "probe.cpp", folder)
    run("g++", *flags, "probe.cpp", "-o", "probe")
    compare(run("./probe", stdin=bodies()))
    headers = sorted(p.name for p in builtin.glob("*.hpp"))
    (builtin / "all.cpp").write_text("".join(f'#include "{h}"\n' for h in headers))
    run("g++", *flags, "-fsyntax-only", builtin / "all.cpp")
    (builtin / "all.cpp").unlink()


def go():
    need("go", "gofmt")
    for part in both("go", "errs", "builtin"):
        unformatted = run("gofmt", "-l", part)
        if unformatted:
            sys.exit(f"gofmt would change {unformatted.decode()}")
    (folder / "go.mod").write_text("module example.com/acme\n\ngo 1.21\n")
    shutil.copy(HERE / "probe.go", folder / "main.go")
    settings = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    run("go", "vet", "./...", env=settings)
    run("go", "build", "-o", "probe", ".", env=settings)
    compare(run("./probe", stdin=bodies()))


def typescript():
    need("node", "npm")
    compiler = folder.parent / "node"
    tsc = compiler / "node_modules" / "typescript" / "bin" / "tsc"
    if not tsc.exists():
        shutil.copytree(HERE / "node", compiler, dirs_exist_ok=True)
        installed = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=compiler, capture_output=True)
        if installed.returncode != 0:
            print("skipped: npm cannot install typescript")
            sys.exit(SKIPPED)
    both("typescript")
    shutil.copy(HERE / "probe.ts", folder)
    (folder / "package.json").write_text('{"type": "module"}\n')
    run("node", tsc, "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--noUnusedLocals",
        "--noUnusedParameters", "--noImplicitReturns", "--target", "es2022", "--module", "nodenext", "--outDir", "js",
        "probe.ts", "builtin/index.ts", "errors/index.ts")
    (folder / "js" / "package.json").write_text('{"type": "module"}\n')
    compare(run("node", "js/probe.js", stdin=bodies()))


def python():
    both("python")
    shutil.copy(HERE / "probe.py", folder)
    strict = [sys.executable, "-W", "error", "-B"]
    run(*strict, "-m", "compileall", "-q", "errors", "builtin")
    run(*strict, "-c", "import builtin.wecom, builtin.dingtalk, builtin.feishu_server as f; assert f.find(99991663)")
    compare(run(*strict, "probe.py", stdin=bodies(), env={"PYTHONIOENCODING": "utf-8"}))


def java():
    need("javac", "java")
    errors, builtin = both("java")
    flags = ["-Xlint:all", "-Werror", "-encoding", "UTF-8", "--release", "17"]
    shutil.copy(HERE / "Probe.java", folder)
    run("javac", *flags, "-d", "classes", "Probe.java", *sorted(errors.glob("*.java")))
    compare(run("java", "-cp", "classes", "Probe", stdin=bodies()))
    run("javac", *flags, "-d", "classes-builtin", *sorted(builtin.glob("*.java")))


def rust():
    need("rustc")
    both("rust")
    shutil.copy(HERE / "probe.rs", folder)
    run("rustc", "--edition", "2021", "-D", "warnings", "probe.rs", "-o", "probe")
    compare(run("./probe", stdin=bodies()))
    run("rustc", "--edition", "2021", "-D", "warnings", "--crate-type", "lib", "--emit", "metadata",
        "-o", "builtin.rmeta", "builtin/mod.rs")


def protobuf():
    need("protoc")
    for part in both("protobuf"):
        files = sorted(part.glob("*.proto"))
        for file in files:  # One at a time: the number of the option is one for all of them.
            run("protoc", "-I", part, "--descriptor_set_out", "set.bin", file)
        run("protoc", "-I", part, "--cpp_out", ".", files[0])


def sql():
    need("sqlite3")
    for part in both("sql"):
        script = (part / "errors.sql").read_bytes()
        database = folder / f"{part.name}.db"
        database.unlink(missing_ok=True)
        for _ in range(2):  # A second run replaces the rows.
            run("sqlite3", "-bail", database, stdin=script)
        count = int(run("sqlite3", database, "SELECT count(*) FROM error_code"))
        if count != script.count(b"\nINSERT INTO"):
            sys.exit(f"{part.name}: {count} rows")
    title = run("sqlite3", folder / "errors.db", "SELECT title_en FROM error_code WHERE name = 'class_full'")
    if b'*/ --> ]]> \\ ${x} {{y}} "quoted"' not in title:
        sys.exit(f"a title was changed on its way: {title}")
    if run("sqlite3", folder / "errors.db", "SELECT number FROM error_code WHERE name = 'ledger_closed'") != b"90000000042\n":
        sys.exit("a number was changed on its way")


def schema():
    """JSON, JSON Schema and OpenAPI: they are read, they agree with what is raised, references lead somewhere."""
    for part in both("json"):
        data = json.loads((part / "errors.json").read_text())
        listed = run(errdex, "--catalog", HERE / "sample", "list", "--json").decode().splitlines()
        for space in data["spaces"]:
            known = {(e["code"], e["name"]) for e in map(json.loads, listed) if e["space"] == space["space"]}
            if {(str(e["code"]), e["name"]) for e in space["errors"]} != known:
                sys.exit(f"{space['space']}: not the entries that errdex list has")
    raised = [json.loads(line) for line in (HERE / "expected.txt").read_text().splitlines()[:21] if line[0] == "{"]
    openapi_part, _ = both("openapi", "api", "api-builtin")
    for file in [openapi_part / "errors.openapi.json", folder / "api-builtin" / "errors.openapi.json"]:
        references(json.loads(file.read_text()))
    try:
        import jsonschema
    except ImportError:
        print("skipped: python3-jsonschema is not installed")
        sys.exit(SKIPPED)
    checked = 0
    for part in both("jsonschema", "schema", "schema-builtin"):
        for file in sorted(part.glob("*.json")):
            schema_ = json.loads(file.read_text())
            jsonschema.Draft202012Validator.check_schema(schema_)
            references(schema_)
            if part.name != "schema":
                continue
            of_text = "text" in file.name
            for body in raised:
                validator = jsonschema.Draft202012Validator(
                    schema_ if "type" not in body else {**schema_, "$ref": "#/$defs/problem"})
                if ("Forbidden" in str(body["code"])) == of_text:
                    validator.validate(body)
                    checked += 1
            if jsonschema.Draft202012Validator(schema_).is_valid({"code": 424242, "msg": "x", "message": "x"}):
                sys.exit("the schema takes a code that the space does not have")
    if checked != len(raised):
        sys.exit(f"{checked} of {len(raised)} answers were checked")


def references(document):
    def walk(node):
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                at = document
                for word in node["$ref"][2:].split("/"):
                    at = at[word]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(document)


def explain():
    """What the languages raise, errdex explain recognises."""
    lines = (HERE / "expected.txt").read_text().splitlines()[:21]
    names = ["card_expired", "amount_refused", "amount_refused", "busy", "class_full", "ledger_closed", "access_denied"]
    for body, problem, name in zip(lines[::3], lines[1::3], names):
        found = json.loads(run(errdex, "--catalog", HERE / "sample", "explain", "--json", body))
        best = next(f for f in found["findings"] if f["space"].startswith("acme."))
        if best["entry"]["name"] != name or best["verdict"]["action"] != json.loads(problem)["verdict"]:
            sys.exit(f"{body}\nis taken for {best['entry']['name']}, {best['verdict']['action']}")


shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
globals()[language]()
