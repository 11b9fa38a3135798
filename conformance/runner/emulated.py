"""The emulator as a process of its own, and what the cases ask of its admin interface."""
import http.client
import json
import re
import subprocess
import urllib.parse


class Emulator:
    """`errdex emulate` on a free port of this machine, with a frozen clock. Use it in a `with`."""

    def __init__(self, program):
        self.program = program
        self.process = None
        self.connection = None
        self.url = ""

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.program, "emulate", "--port", "0", "--clock", "frozen", "--quiet"],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r" at (http://127\.0\.0\.1:(\d+));", line)
        if not found:
            self.__exit__()
            raise SystemExit(f"errdex emulate does not start: {line!r}")
        self.url, self.port = found.group(1), int(found.group(2))
        return self

    def __exit__(self, *_):
        if self.connection:
            self.connection.close()
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def send(self, method, target, body=None, headers=None):
        """A request as it is: the status, the headers and the bytes of the answer."""
        for attempt in (1, 2):  # The server closes connections that were idle.
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                data = body.encode() if isinstance(body, str) else body
                self.connection.request(method, target, data, headers or {})
                answer = self.connection.getresponse()
                return answer.status, answer.headers, answer.read()
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise

    def admin(self, method, path, body=None):
        status, _, answer = self.send(method, "/_errdex" + path, None if body is None else json.dumps(body))
        read = json.loads(answer)
        if status != 200:
            raise AssertionError(f"{method} /_errdex{path}: {status} {read}")
        return read

    def call(self, path, query=None, body=None):
        """A call of the platform without an SDK. Fails when it does not succeed."""
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        _, _, answer = self.send("GET" if body is None else "POST", target,
                                 None if body is None else json.dumps(body))
        read = json.loads(answer)
        if read.get("errcode", 0) != 0:
            raise AssertionError(f"{path}: {read}")
        return read

    def token(self, corp, secret):
        return self.call("/cgi-bin/gettoken", {"corpid": corp, "corpsecret": secret})["access_token"]

    def reset(self):
        """The world as at the start: data, clock, tokens, faults and journal."""
        self.admin("POST", "/reset", {})
        self.admin("DELETE", "/faults")
        self.admin("DELETE", "/journal")

    def advance(self, duration):
        self.admin("POST", "/clock", {"advance": duration})

    def fault(self, rule):
        self.admin("POST", "/faults", rule)

    def journal(self, limit=1000):
        """Requests and answers since the last reset, the oldest first."""
        return self.admin("GET", f"/journal?limit={limit}")
