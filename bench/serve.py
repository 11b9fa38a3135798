#!/usr/bin/env python3
"""Compares `errdex serve` with nginx's `return 200` of the same body: the same machine, the same minutes, wrk on the
other core. Prints medians of rounds that take turns, and the ratios.

    bench/serve.py [--path /healthz] [--rounds 9] [--seconds 3] [--connections 64]     after ./run has built build/release
    bench/serve.py --path /api/v1/diagnose --post '{"body":{"errcode":40014,"errmsg":"invalid access_token"}}'
"""
import argparse, http.client, os, pathlib, re, shutil, signal, socket, statistics, subprocess, tempfile, time

from load import figures, free_port, nginx_config

root = pathlib.Path(__file__).resolve().parent.parent


def get(port, path, post=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    if post is None:
        connection.request("GET", path)
    else:
        connection.request("POST", path, post, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.getheader("Content-Type"), answer.read()


def start_errdex(program, port, threads="1"):
    """The process, and the milliseconds from its start to the end of its first answer."""
    request = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    begin = time.perf_counter()
    process = subprocess.Popen(
        ["taskset", "-c", "0", program, "serve", "--port", str(port), "--threads", threads,
         "--max-connections-by-address", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        s = socket.socket()
        try:
            s.connect(("127.0.0.1", port))
            s.sendall(request)
            if s.recv(4096).startswith(b"HTTP/1.1 200"):
                return process, (time.perf_counter() - begin) * 1e3
        except OSError:
            if process.poll() is not None:
                raise SystemExit("errdex ended before it answered")
        finally:
            s.close()


def start_nginx(folder, port, path, kind, body):
    config = nginx_config(folder, port, path, kind, body)
    process = subprocess.Popen(["taskset", "-c", "0", shutil.which("nginx") or "/usr/sbin/nginx", "-p", folder, "-c", config],
                               stderr=subprocess.DEVNULL)
    for _ in range(500):
        try:
            if get(port, path)[2] == body:
                return process
        except OSError:
            time.sleep(0.01)
    raise SystemExit("nginx does not answer with the same body")


def wrk(port, path, o):
    script = ["-s", o.script] if o.post is not None else []
    out = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{o.connections}", f"-d{o.seconds}s", "--latency", *script,
                          f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit("wrk met errors:\n" + out)
    return figures(out)


def memory(process):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text()).group(1)) / 1024


parser = argparse.ArgumentParser()
parser.add_argument("--program", default=str(root / "build/release/errdex"))
parser.add_argument("--path", default="/healthz")
parser.add_argument("--post", help="send this JSON with POST; without it the path is asked for with GET")
parser.add_argument("--rounds", type=int, default=9)
parser.add_argument("--seconds", type=int, default=3)
parser.add_argument("--connections", type=int, default=64)
o = parser.parse_args()

firsts = []
for _ in range(15):
    process, first = start_errdex(o.program, free_port())
    firsts.append(first)
    process.send_signal(signal.SIGTERM)
    process.wait()

with tempfile.TemporaryDirectory() as folder:
    ports = {"errdex": free_port(), "nginx": free_port()}
    if o.post is not None:
        o.script = f"{folder}/post.lua"
        pathlib.Path(o.script).write_text(f'wrk.method = "POST"\nwrk.body = [==[{o.post}]==]\n'
                                          'wrk.headers["Content-Type"] = "application/json"\n')
    processes = {"errdex": start_errdex(o.program, ports["errdex"])[0]}
    try:
        idle = memory(processes["errdex"])
        status, kind, body = get(ports["errdex"], o.path, o.post)
        if status != 200:
            raise SystemExit(f"errdex answers {o.path} with {status}")
        processes["nginx"] = start_nginx(pathlib.Path(folder), ports["nginx"], o.path, kind, body)
        results = {name: [] for name in ports}
        for name in ports:  # Warm.
            wrk(ports[name], o.path, o)
        for i in range(o.rounds):
            for name in (ports if i % 2 else reversed(ports)):
                results[name].append(wrk(ports[name], o.path, o))
        loaded = memory(processes["errdex"])
    finally:
        for process in processes.values():
            process.send_signal(signal.SIGTERM)
            process.wait()

middle = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in results.items()}
print(f"{'GET' if o.post is None else 'POST'} {o.path}, {len(body)} bytes, {o.connections} connections, medians of {o.rounds} rounds of {o.seconds} s")
print(f"{'':<10}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}")
for name, (rate, p50, p99) in middle.items():
    print(f"{name:<10}{rate:>12.0f}{p50:>9.3f}{p99:>9.3f}")
pairs = [e[0] / n[0] for e, n in zip(results["errdex"], results["nginx"])]
print(f"{'ratio':<10}{middle['errdex'][0] / middle['nginx'][0]:>12.2f}{middle['errdex'][1] / middle['nginx'][1]:>9.2f}"
      f"{middle['errdex'][2] / middle['nginx'][2]:>9.2f}    (rate, round by round: {min(pairs):.2f} to {max(pairs):.2f})")
print(f"first reply {statistics.median(firsts):.1f} ms after the start of the process, resident {idle:.1f} MB idle, {loaded:.1f} MB under load")
