"""A program in an SDK's language that makes the calls it is told to through the SDK.

One JSON object a line goes in and one comes out:
  {"do": "hello"}                                       {"version": "2.0.0a26", "calls": ["user/get", …], "any": true}
  {"do": "open", "client", "base", "corp", "secret", "agent"}        {}
  {"do": "close", "client"}                                          {}
  {"do": "call", "client", "call", "method", "path", "query", "body", "with"}
      {"result": …}                     what the SDK gives to its caller, as JSON; bytes as {"base64": …}
      {"error": {"type", "code", "message", "printed"}}     what the SDK raises
      {"unsupported": "why"}            the SDK has no call for this, or cannot express it
`with` are all arguments in one object; `query` and `body` are where the platform expects them.
"""
import json
import os
import selectors
import subprocess
import tempfile
import time


class Reported(Exception):
    """What an SDK raised."""

    def __init__(self, error):
        super().__init__(f"{error['type']} {error.get('code')}: {error.get('message')}")
        self.type, self.code = error["type"], error.get("code")
        self.message, self.printed = error.get("message"), error.get("printed", "")
        self.wire = error.get("wire")


class Unsupported(Exception):
    """The SDK has no call for it."""


class Driver:
    """`patience` is the longest silence in seconds: an SDK that repeats without end is ended there."""

    def __init__(self, sdk, base, patience=20):
        self.sdk, self.base, self.patience = sdk, base, patience
        self.last = 0
        self.errors = tempfile.TemporaryFile()
        self.process = None
        self.start()

    def start(self):
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self.process = subprocess.Popen(self.sdk.command(), cwd=self.sdk.folder, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.errors, env=environment)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.rest = b""
        self.hello = self.ask({"do": "hello"})

    def close(self):
        self.selector.close()
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # It has ended already.
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def ask(self, message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()
        until = time.monotonic() + self.patience
        while b"\n" not in self.rest:
            left = until - time.monotonic()
            if left <= 0 or not self.selector.select(left):
                raise TimeoutError(f"{self.sdk.name} has not returned after {self.patience} s from {message}")
            some = os.read(self.process.stdout.fileno(), 1 << 20)
            if not some:
                self.errors.seek(0)
                raise AssertionError(f"the driver of {self.sdk.name} ended at {message}:\n"
                                     + self.errors.read().decode(errors="replace")[-3000:])
            self.rest += some
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def open(self, corp, secret, agent=None):
        """A new client of the SDK, which has no token yet. Its name."""
        self.last += 1
        name = f"c{self.last}"
        # A client may keep connections open, of which a server takes only so many from one address.
        if self.last > 8:
            self.ask({"do": "close", "client": f"c{self.last - 8}"})
        self.ask({"do": "open", "client": name, "base": self.base, "corp": corp, "secret": secret, "agent": agent})
        return name

    def has(self, call):
        return call in self.hello["calls"] or self.hello.get("any", False)

    def call(self, client, call, query=None, body=None, path=None, generic=False, **more):
        """What the SDK returns. Raises Reported or Unsupported."""
        if not self.has(call):
            raise Unsupported(f"no call for {call}")
        answer = self.ask({"do": "call", "client": client, "call": call,
                           "method": "GET" if body is None else "POST", "path": path or "/cgi-bin/" + call,
                           "query": query or {}, "body": body, "generic": generic, "with": {**(query or {}), **(body or {}), **more}})
        if "unsupported" in answer:
            raise Unsupported(answer["unsupported"])
        if "error" in answer:
            raise Reported(answer["error"])
        return answer.get("result")
