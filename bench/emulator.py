#!/usr/bin/env python3
"""Compares `user/get` of `errdex emulate` with what people use instead: a Flask application in the shape of moto under
gunicorn, moto itself, json-server, Prism, MockServer; and with nginx's `return 200` of the same body as the limit. One
core for the server, wrk on the other; rounds take turns; medians. Then start, memory and reset with 10,000 members.

    bench/peers/install && bench/emulator.py [--rounds 5] [--seconds 3] [--connections 64]     after ./run has built build/release

Every contender answers with the same bytes, or the same JSON, or (moto, which has no WeCom) with the user of that name;
this is looked at before anything is measured. The emulator does not count calls (--no-limits): 10,000 a minute would be
over in a second.
"""
import argparse, http.client, json, os, pathlib, re, shutil, signal, statistics, subprocess, tempfile, time, urllib.parse

from load import figures, free_port, nginx_config

root = pathlib.Path(__file__).resolve().parent.parent
peers = root / "build/peers"
CORP, SECRET, MEMBERS = "ww0123456789abcdef", "crm-secret", 10_000
PLATFORM_TYPE = "application/json; charset=UTF-8"


def get(port, path, headers=None, method="GET", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def spawn(command, port, path, headers=None, env=None, good=200):
    """The process and the milliseconds from its start to its first good answer."""
    begin = time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", "0", *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, **(env or {})}, start_new_session=True)
    while True:
        try:
            if get(port, path, headers)[0] == good:
                return process, (time.perf_counter() - begin) * 1e3
        except OSError:
            pass
        if process.poll() is not None:
            raise SystemExit(f"{command[0]} ended before it answered")
        if time.perf_counter() - begin > 60:
            raise SystemExit(f"{command[0]} does not answer")
        time.sleep(0.0002)


def hold(process, still):
    """Stops a process with all that it has started, or lets it go on: what a peer does when nobody asks it would count
    against who is asked."""
    os.killpg(process.pid, signal.SIGSTOP if still else signal.SIGCONT)


def end(process):
    hold(process, False)
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def family(process):
    """The process and everything that it has started."""
    out, todo = [], [process.pid]
    while todo:
        pid = todo.pop()
        out.append(pid)
        try:
            todo += map(int, pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        except OSError:
            pass
    return out


def memory(process):
    """MB that are resident, of all its processes."""
    total = 0
    for pid in family(process):
        try:
            found = re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())
            total += int(found.group(1)) if found else 0
        except OSError:
            pass
    return total / 1024


def alone(contender, those, o):
    """A round of one while all others stand still."""
    for c in those:
        hold(c.process, c is not contender)
    try:
        return wrk(contender, o)
    finally:
        for c in those:
            hold(c.process, False)


def wrk(contender, o):
    headers = [part for k, v in contender.headers.items() for part in ("-H", f"{k}: {v}")]
    out = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{o.connections}", f"-d{o.seconds}s", "--latency", *headers,
                          f"http://127.0.0.1:{contender.port}{contender.path}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        raise SystemExit(f"wrk met errors at {contender.name}:\n{out}")
    return figures(out)


class Contender:
    def __init__(self, name, path, headers=None):
        self.name, self.path, self.headers = name, path, headers or {}
        self.port, self.process, self.first, self.results, self.same = free_port(), None, None, [], ""

    def start(self, command, first_path=None, env=None):
        self.process, self.first = spawn(command, self.port, first_path or self.path, self.headers, env)


def emulate(program, port, *more):
    return [program, "emulate", "--port", str(port), "--quiet", "--no-limits", *more]


GETTOKEN = f"/cgi-bin/gettoken?corpid={CORP}&corpsecret={SECRET}"


def big_fixture(folder):
    """The built-in organisation with 10,000 members more."""
    text = (root / "fixtures/default.yaml").read_text()
    at = text.index("      tags:\n")
    more = "".join(f'        - {{userid: member{n:05}, name: Member {n}, departments: [2], mobile: "{15_000_000_000 + n}", '
                   f'email: member{n}@beacon.example}}\n' for n in range(MEMBERS))
    file = folder / "fixture.yaml"
    file.write_text(text[:at] + more + text[at:])
    return file


def start_nginx(c, folder, body):
    config = nginx_config(folder, c.port, "/cgi-bin/user/get", PLATFORM_TYPE, body)
    c.start([shutil.which("nginx") or "/usr/sbin/nginx", "-p", folder, "-c", config])


def contenders(o, folder):
    """Those that can be started here, started, the emulator first."""
    errdex = Contender("errdex emulate", GETTOKEN)
    errdex.start(emulate(o.program, errdex.port))
    token = json.loads(get(errdex.port, GETTOKEN)[1])["access_token"]
    errdex.path = f"/cgi-bin/user/get?access_token={token}&userid=ada"
    body = get(errdex.port, errdex.path)[1]
    member = {k: v for k, v in json.loads(body).items() if k not in ("errcode", "errmsg")}
    out = [errdex]

    nginx = Contender("nginx `return 200`", errdex.path)
    start_nginx(nginx, folder, body)
    out.append(nginx)

    if (peers / "python.stamp").exists():
        flask = Contender("Flask under gunicorn", errdex.path)
        flask.start([peers / "venv/bin/gunicorn", "--chdir", root / "bench/peers", "--bind", f"127.0.0.1:{flask.port}", "--workers", "1",
                     "--worker-class", "gthread", "--threads", "8", "--keep-alive", "60", "--log-level", "error", "flask_app:app"],
                    env={"PEER_TOKEN": token, "PEER_MEMBERS": json.dumps({"ada": member}), "PYTHONDONTWRITEBYTECODE": "1"})
        out.append(flask)

        moto = Contender("moto_server (IAM GetUser)", "/?Action=GetUser&UserName=ada&Version=2010-05-08", {
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260105/us-east-1/iam/aws4_request, "
                             "SignedHeaders=host, Signature=0"})
        moto.process, moto.first = spawn([peers / "venv/bin/moto_server", "-H", "127.0.0.1", "-p", str(moto.port)], moto.port, "/moto-api/")
        get(moto.port, "/?Action=CreateUser&UserName=ada&Version=2010-05-08", moto.headers, "POST")
        out.append(moto)

    if (peers / "node.stamp").exists():
        (folder / "db.json").write_text(json.dumps({"users": [json.loads(body)]}))
        server = Contender("json-server", "/users/ada")
        server.start(["node", peers / "node_modules/json-server/lib/cli/bin.js", "--quiet", "--id", "userid", "--host", "127.0.0.1", "--port", server.port,
                      folder / "db.json"])
        out.append(server)

        (folder / "openapi.json").write_text(json.dumps({
            "openapi": "3.0.3", "info": {"title": "x", "version": "1"},
            "paths": {"/cgi-bin/user/get": {"get": {
                "parameters": [{"in": "query", "name": n, "required": True, "schema": {"type": "string"}} for n in ("access_token", "userid")],
                "responses": {"200": {"description": "ok", "content": {"application/json": {
                    "schema": {"type": "object"}, "example": json.loads(body)}}}}}}}}))
        prism = Contender("Prism", errdex.path)
        prism.start(["node", peers / "node_modules/@stoplight/prism-cli/dist/index.js", "mock", "--host", "127.0.0.1", "--port", prism.port,
                     "--verboseLevel", "silent", folder / "openapi.json"])
        out.append(prism)

    jar = peers / "mockserver-netty-5.15.0-shaded.jar"
    if jar.exists() and shutil.which("java"):
        mock = Contender("MockServer", errdex.path)
        mock.process, mock.first = spawn(
            ["java", "-Dmockserver.logLevel=OFF", "-Dmockserver.disableLogging=true", "-jar", jar, "-serverPort", mock.port],
            mock.port, "/not-there", good=404)
        get(mock.port, "/mockserver/expectation", {"Content-Type": "application/json"}, "PUT", json.dumps({
            "httpRequest": {"method": "GET", "path": "/cgi-bin/user/get",
                            "queryStringParameters": {"access_token": [token], "userid": ["ada"]}},
            "httpResponse": {"statusCode": 200, "headers": {"Content-Type": [PLATFORM_TYPE]}, "body": body.decode()}}))
        out.append(mock)

    for c in out:
        status, answer = get(c.port, c.path, c.headers)
        if status == 200 and answer == body:
            c.same = "the same bytes"
        elif status == 200 and answer.lstrip().startswith(b"{") and json.loads(answer) == json.loads(body):
            c.same = "the same JSON"
        elif status == 200 and c.name.startswith("moto") and b"<UserName>ada</UserName>" in answer:
            c.same = "its own user `ada`, as XML"
        else:
            raise SystemExit(f"{c.name} does not answer as the emulator does: {status} {answer[:300]!r}")
    return out, body


def starts(o):
    """Milliseconds from the start of the process to its first answer: a token."""
    firsts = []
    for _ in range(15):
        process, first = spawn(emulate(o.program, port := free_port()), port, GETTOKEN)
        firsts.append(first)
        end(process)
    return statistics.median(firsts)


def large(o, folder):
    """MB and milliseconds of a reset with 10,000 members."""
    port = free_port()
    process, first = spawn(emulate(o.program, port, "--fixture", str(big_fixture(folder))), port, GETTOKEN)
    try:
        token = json.loads(get(port, GETTOKEN)[1])["access_token"]
        answer = json.loads(get(port, f"/cgi-bin/user/get?access_token={token}&userid=member{MEMBERS - 1:05}")[1])
        if answer.get("errcode") != 0:
            raise SystemExit(f"the last member is not there: {answer}")
        contacts = json.loads(get(port, f"/cgi-bin/gettoken?corpid={CORP}&corpsecret=contacts-secret")[1])["access_token"]
        begun = memory(process)
        big = Contender("large", f"/cgi-bin/user/get?access_token={token}&userid=member{MEMBERS // 2:05}")
        big.port = port
        rate = wrk(big, o)[0]
        loaded = memory(process)
        resets = []
        for _ in range(31):
            change = json.dumps({"userid": "member00001", "name": "Changed"})
            token = json.loads(get(port, f"/cgi-bin/gettoken?corpid={CORP}&corpsecret=contacts-secret")[1])["access_token"]
            done = json.loads(get(port, f"/cgi-bin/user/update?access_token={token}", {}, "POST", change)[1])
            if done.get("errcode") != 0:
                raise SystemExit(f"no change: {done}")
            begin = time.perf_counter()
            status, _ = get(port, "/_errdex/reset", {}, "POST", "{}")
            resets.append((time.perf_counter() - begin) * 1e3)
            if status != 200:
                raise SystemExit("the world is not reset")
        return first, begun, loaded, rate, statistics.median(resets), max(resets)
    finally:
        end(process)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(root / "build/release/errdex"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--only", help="the emulator, nginx, and those with this in their name")
    o = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        all_of_them, body = contenders(o, folder)
        try:
            chosen = [c for i, c in enumerate(all_of_them) if i < 2 or not o.only or o.only.lower() in c.name.lower()]
            for c in chosen:  # Warm: a JVM takes a while.
                alone(c, all_of_them, o)
            for i in range(o.rounds):
                for c in chosen if i % 2 else reversed(chosen):
                    c.results.append(alone(c, all_of_them, o))
            for c in chosen:
                c.memory = memory(c.process)
        finally:
            for c in all_of_them:
                if c.process:
                    end(c.process)
        first = starts(o)
        big_first, begun, loaded, big_rate, reset, worst = large(o, folder)

    middle = lambda c: [statistics.median(column) for column in zip(*c.results)]
    rates = {c.name: middle(c)[0] for c in chosen}
    mine, limit = rates[chosen[0].name], rates[chosen[1].name]
    print(f"GET user/get, {len(body)} bytes, {o.connections} connections, medians of {o.rounds} rounds of {o.seconds} s\n")
    print("| | requests/s | p50 ms | p99 ms | of nginx | errdex is | MB | first answer ms | answers with |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|---|")
    for c in chosen:
        rate, p50, p99 = middle(c)
        print(f"| {c.name} | {rate:,.0f} | {p50:.3f} | {p99:.3f} | {rate / limit:.3f} | {mine / rate:.1f}× | {c.memory:.0f} | {c.first:.0f} | {c.same} |")
    pairs = [a[0] / b[0] for a, b in zip(chosen[0].results, chosen[1].results)]
    others = [rates[c.name] for c in chosen[2:]]
    print(f"\nRound by round errdex has {min(pairs):.2f} to {max(pairs):.2f} of nginx's rate.")
    bounds = [("of nginx's rate", mine / limit, 0.4, True), ("ms to the first answer, median of 15 starts", first, 30, False),
              (f"MB with {MEMBERS:,} members", loaded, 64, False), (f"ms for a reset with {MEMBERS:,} members", reset, 5, False)]
    if others:
        bounds.insert(1, ("times the nearest emulator", mine / max(others), 10, True))
    print("\n| figure | | bound | |\n|---|--:|--:|---|")
    for what, value, bound, least in bounds:
        good = value >= bound if least else value <= bound
        print(f"| {what} | {value:.2f} | {'≥' if least else '≤'} {bound} | {'met' if good else 'missed'} |")
    print(f"\nWith {MEMBERS:,} members: {big_first:.0f} ms to the first answer, {begun:.1f} MB before and {loaded:.1f} MB after a load of "
          f"{big_rate:,.0f} requests/s; the slowest of 31 resets took {worst:.1f} ms.")


main()
