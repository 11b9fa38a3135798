#!/usr/bin/env python3
"""Compiles what errdex gen writes for a language, and lets it raise and read errors.

languages.py ERRDEX LANGUAGE FOLDER. Every language has to print expected.txt, letter for letter, so that what one
raises the others read. Exit code 77: a compiler that is needed is not installed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

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


# Names that are keywords somewhere, that meet in some spelling, or that generated files use themselves; and texts
# that would end a literal, a comment or a section.
NAMES = """abstract and arguments as async await a_1 a1 bool break case class code const constructor continue crate
def default definitions delete do dyn else enum errno error errors eval except export extern false final fn for
from func function global go if impl import in int interface is lambda let linux long match mod move mut name
namespace new nil none not null operator or other package params pass pub raise range record ref return self
signed sizeof space static std str string struct super switch template this throw trait true try type typedef
union unix unsafe unsigned use value var verdict virtual void wait where while with yield""".split()
TEXTS = ["*/", "/*", "-->", "]]>", "\\", "\"\"\"", "'", "${x}", "{{{y}}}", "{card}", "\n", "😀", "卡", "\u202e", "\u0001",
         "</script>", "`${a}`", "\\u0041", "%s%n", "??/", "\t", "#{x}", "\u2028", "--", "\"", "\\\"", "@deprecated {@link", "[x](y)", "$$"]


def nasty(target):
    """Generates from a catalog that is as unfriendly as a catalog can be."""
    def entry(n, name, code):
        text = "x" + "".join(TEXTS[n % len(TEXTS):] + TEXTS[:n % len(TEXTS)]) + TEXTS[n % len(TEXTS)]
        kinds = ["string", "integer", "number", "boolean"]
        fields = NAMES[n % len(NAMES):][:3] + ["card"]
        return {"code": code, "name": name, "message": text, "title": {"en": text, "zh": text}, "cause": {"en": text, "zh": text},
                "fix": {"en": [text, text], "zh": [text, text]}, "status": "OK" if n == 3 else "INTERNAL",
                "verdict": "none" if n == 3 else "retry", "basis": "derived", "context": {"api_version": str(n)},
                "text": {"en": text, "zh": text}, "notes": [text], "state": "obsolete" if n % 7 == 0 else "active",
                "parameters": [{"name": p, "type": kinds[(n + i) % 4]} for i, p in enumerate(dict.fromkeys(fields))]}

    codes = folder / "nasty-codes"
    codes.mkdir(exist_ok=True)
    numbers = [-1, 0, 500, 500, 2**31 - 1, 2**31, -2**31, 900000000000000000]
    for space, code in (("nasty.numbers", lambda n: numbers[n] if n < len(numbers) else 1000 + n),
                        ("nasty.texts", lambda n: n if n % 5 == 0 else f"Code.{n}-\"quoted\"\\")):
        file = {"space": space, "entries": [entry(n, name, code(n)) for n, name in enumerate(NAMES)]}
        (codes / f"{space}.yaml").write_text(json.dumps(file, ensure_ascii=False))  # JSON is YAML.
    title = {"en": TEXTS[0] + TEXTS[4], "zh": TEXTS[12]}
    (codes / "platform.yaml").write_text(json.dumps({
        "platform": "nasty", "title": title, "spaces": [
            {"space": "nasty.numbers", "title": title, "envelopes": ["error_response"]},
            {"space": "nasty.texts", "title": title, "envelopes": ["error"]}]}, ensure_ascii=False))
    return generate(target, "nasty", "--catalog", codes)


def large(target):
    """Generates from 2,500 codes in two groups, more than one Java class can hold."""
    codes = folder / "large-codes"
    codes.mkdir(exist_ok=True)
    for group in (0, 1):
        lines = ["space: large", f"group: part-{group}", "entries:"]
        for n in range(group * 1250, group * 1250 + 1250):
            lines += [f"  - code: {n + 1}", f"    name: error_{n}", f"    message: message {n} {{id}}", f"    title: {{en: Title {n}, zh: 标题 {n}}}",
                      "    cause: {en: A cause., zh: 原因。}", "    fix: {en: [A step.], zh: [一步。]}", "    status: ABORTED",
                      "    verdict: retry", "    basis: derived", "    parameters: [{name: id, type: string}]"]
        (codes / f"part-{group}.yaml").write_text("\n".join(lines) + "\n")
    return generate(target, "large", "--catalog", codes)


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
    headers = sorted(nasty("cpp").glob("nasty*.hpp"))
    (folder / "nasty.cpp").write_text("".join(f'#include "{h}"\n' for h in headers))
    run("g++", *flags, "-fsyntax-only", "nasty.cpp")


def go():
    need("go", "gofmt")
    for part in (*both("go", "errs", "builtin"), nasty("go")):
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
    nasty("typescript")
    shutil.copy(HERE / "probe.ts", folder)
    (folder / "package.json").write_text('{"type": "module"}\n')
    run("node", tsc, "--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes", "--noUnusedLocals",
        "--noUnusedParameters", "--noImplicitReturns", "--target", "es2022", "--module", "nodenext", "--outDir", "js",
        "probe.ts", "builtin/index.ts", "errors/index.ts", "nasty/index.ts")
    (folder / "load.mjs").write_text('import * as n from "./js/nasty/index.js"; console.log(n.nastyNumbers.definitions.length);')
    (folder / "js" / "package.json").write_text('{"type": "module"}\n')
    if int(run("node", "load.mjs")) != len(NAMES):
        sys.exit("the unfriendly catalog lost entries")
    compare(run("node", "js/probe.js", stdin=bodies()))


def python():
    both("python")
    nasty("python")
    shutil.copy(HERE / "probe.py", folder)
    strict = [sys.executable, "-W", "error", "-B"]
    run(*strict, "-m", "compileall", "-q", "errors", "builtin", "nasty")
    run(*strict, "-c", "import nasty.nasty_numbers, nasty.nasty_texts as t; assert len(t.Code) > 90")
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
    run("javac", *flags, "-d", "classes-nasty", *sorted(nasty("java").glob("*.java")))
    run("javac", *flags, "-d", "classes-large", *sorted(large("java").glob("*.java")))


def rust():
    need("rustc")
    both("rust")
    shutil.copy(HERE / "probe.rs", folder)
    run("rustc", "--edition", "2021", "-D", "warnings", "probe.rs", "-o", "probe")
    compare(run("./probe", stdin=bodies()))
    nasty("rust")
    for part in ("builtin", "nasty"):
        run("rustc", "--edition", "2021", "-D", "warnings", "--crate-type", "lib", "--emit", "metadata",
            "-o", f"{part}.rmeta", f"{part}/mod.rs")


def protobuf():
    need("protoc")
    for part in (*both("protobuf"), nasty("protobuf")):
        files = sorted(part.glob("*.proto"))
        run("protoc", "-I", part, "--descriptor_set_out", "set.bin", *files)  # All beside each other.
        run("protoc", "-I", part, "--cpp_out", ".", files[0])


def sql():
    need("sqlite3")
    for part in (*both("sql"), nasty("sql")):
        script = (part / "errors.sql").read_bytes()
        database = folder / f"{part.name}.db"
        database.unlink(missing_ok=True)
        for _ in range(2):  # A second run replaces the rows.
            run("sqlite3", "-bail", database, stdin=script)
        count = int(run("sqlite3", database, "SELECT count(*) FROM error_code"))
        if count != script.count(b"\nINSERT INTO error_code VALUES ('"):
            sys.exit(f"{part.name}: {count} rows")
    title = run("sqlite3", folder / "errors.db", "SELECT title_en FROM error_code WHERE name = 'class_full'")
    if b'*/ --> ]]> \\ ${x} {{y}} "quoted"' not in title:
        sys.exit(f"a title was changed on its way: {title}")
    if run("sqlite3", folder / "errors.db", "SELECT number FROM error_code WHERE name = 'ledger_closed'") != b"90000000042\n":
        sys.exit("a number was changed on its way")


def schema():
    """JSON, JSON Schema and OpenAPI: they are read, they agree with what is raised, references lead somewhere."""
    for target in ("json", "jsonschema", "openapi"):
        for file in nasty(target).glob("*.json"):
            json.loads(file.read_text())
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


class Page(HTMLParser):
    """The links and the ids of a page; says no to tags that do not nest."""

    VOID = {"meta", "link", "input", "br"}

    def __init__(self, path):
        super().__init__()
        self.path, self.links, self.ids, self.open = path, [], set(), []
        self.feed(path.read_text())
        if [tag for tag in self.open if tag not in ("html", "p")]:
            sys.exit(f"{path}: not closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag not in self.VOID:
            self.open.append(tag)
        if "id" in known:
            if known["id"] in self.ids:
                sys.exit(f"{self.path}: two elements have the id {known['id']}")
            self.ids.add(known["id"])
        for name in ("href", "src"):
            if name in known:
                self.links.append(known[name])

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            sys.exit(f"{self.path}:{self.getpos()[0]}: </{tag}> closes something else")


def site():
    """Every page nests, every link of the site leads to a page and an element of it, the search has every entry."""
    need("node")
    for part in (*both("html"), nasty("html")):
        pages = {p.path.resolve(): p for p in map(Page, sorted(part.rglob("*.html")))}
        for page in pages.values():
            for link in page.links:
                if link.startswith(("http:", "https:")):
                    continue
                path, _, anchor = link.partition("#")
                target = (page.path.parent / unquote(path)).resolve() if path else page.path.resolve()
                if not target.exists():
                    sys.exit(f"{page.path}: {link} leads nowhere")
                if anchor and unquote(anchor) not in pages[target].ids:
                    sys.exit(f"{page.path}: {link} leads to no element")
        articles = sum(p.path.read_text().count("<article ") for p in pages.values())
        for lang in ("en", "zh"):
            data = part / lang / "data.js"
            rows = int(run("node", "-e", f"globalThis.window = {{}}; require({json.dumps(str(data))}); console.log(window.errors.length)"))
            if 2 * rows != articles:
                sys.exit(f"{data}: {rows} rows for {articles} articles in two languages")


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
    names = ["card_expired", "amount_refused", "amount_refused", "busy", "seat_taken", "ledger_closed", "access_denied"]
    for body, problem, name in zip(lines[::3], lines[1::3], names):
        # In a body explain looks for numbers of 31 bits; other codes of one's own are asked for by themselves.
        what = body
        if name in ("ledger_closed", "access_denied"):
            space = "acme.billing" if name == "ledger_closed" else "acme.text"
            what = f"{space}:{json.loads(body)['code']}"
        found = json.loads(run(errdex, "--catalog", HERE / "sample", "explain", "--json", what))
        readings = [c["entry"] for c in found["findings"][0]["candidates"] if c["space"].startswith("acme.")]
        if not readings or readings[0]["name"] != name:
            sys.exit(f"{body}\nis taken for {[r['name'] for r in readings]}")
        if readings[0]["verdict"] != json.loads(problem)["verdict"]:
            sys.exit(f"{body}\nwould be handled by {readings[0]['verdict']}")


def example():
    """examples/server compiles, and answers as docs/gen.md says."""
    need("g++")
    root = HERE.parent.parent
    for file in (root / "examples" / "server").iterdir():
        shutil.copy(file, folder)
    generate("cpp", "errors", "--catalog", folder / "codes.yaml")
    run("g++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-Wno-restrict", "server.cpp", "-o", "server")
    answered = run("./server", stdin=b"charge 4242\ncharge 1\n").decode().splitlines()
    document = (root / "docs" / "gen.md").read_text()
    shown = {name: document.split(f"<!-- output: {name} -->\n```json\n")[1].split("\n```")[0]
             for name in ("envelope", "problem")}
    if answered != ["400 " + shown["envelope"], shown["problem"], '200 {"code":0,"msg":"ok"}']:
        sys.exit("the server answers otherwise than docs/gen.md says:\n" + "\n".join(answered))
    blocks = re.findall(r"<!-- from: (.*) -->\n```.*\n([^`]*(?:`[^`]+)*?)\n```", document)
    if len(blocks) != 6:
        sys.exit(f"docs/gen.md shows {len(blocks)} languages")
    for file, lines in blocks:
        source = (root / file).read_text()
        for line in lines.splitlines():
            if line.strip() not in source:
                sys.exit(f"docs/gen.md shows a line that {file} does not have: {line.strip()}")


shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
globals()[language]()
