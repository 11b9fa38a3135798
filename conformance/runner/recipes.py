"""How each code is provoked: the scenarios that `errdex reproduce` runs, as requests that can be sent again."""
import base64
import hashlib
import json
import os
import re
import subprocess
import urllib.parse
from email.parser import BytesParser
from pathlib import Path

from .sdk import WORK

LONGEST = 300  # Requests. Longer ones (ten thousand calls in a minute) say nothing new about an SDK.


def put_bytes_back(step):
    """What is no text comes as hexadecimal digits; here it is bytes."""
    request = step["request"]
    if "body_hex" not in request:
        return step
    return {**step, "request": {**request, "body": bytes.fromhex(request["body_hex"])}}


class Recipe:
    """Requests of which the last is answered with `code`."""

    def __init__(self, read):
        self.code, self.name = int(read["code"]), read["name"]
        self.endpoint, self.when = read["endpoint"], read["when"]
        self.steps = [put_bytes_back(s) for s in read["steps"] if "request" in s]
        self.requests = sum(s.get("times", 1) for s in self.steps)

    def inside(self):
        """Whether the code stands in a successful answer, for one of the items that the call was about."""
        try:
            return json.loads(self.steps[-1].get("answer", "")).get("errcode") != self.code
        except (ValueError, AttributeError):
            return True

    def __str__(self):
        return f"{self.code} {self.name} by {self.endpoint}: {self.when}"


def reproduced(program):
    """What `errdex reproduce --all --json` says of each code; kept for the next run with the same program."""
    about = Path(program).stat()
    key = hashlib.sha256(f"{Path(program).resolve()} {about.st_mtime_ns} {about.st_size}".encode()).hexdigest()[:16]
    kept = WORK / "recipes" / key  # No suffix.
    if kept.exists():
        return json.loads(kept.read_text())
    listed = subprocess.run([program, "coverage", "wecom", "--json"], capture_output=True, check=True).stdout
    codes = [row["code"] for row in map(json.loads, listed.splitlines()) if row["kind"] == "behaviour"]
    out = {}
    for code in codes:
        made = subprocess.run([program, "reproduce", f"wecom:{code}", "--all", "--json"], capture_output=True)
        out[code] = [read for read in map(json.loads, made.stdout.splitlines()) if Recipe(read).requests <= LONGEST]
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.iterdir():
        if not old.suffix:  # What another run is writing has one.
            old.unlink(missing_ok=True)
    written = kept.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps(out))
    written.rename(kept)
    return out


def read_recipes(program):
    """All of them, by code."""
    return {int(code): [r for r in map(Recipe, many) if r.requests > 0] for code, many in reproduced(program).items()}


def split_target(target):
    path, _, query = target.partition("?")
    return path, dict(urllib.parse.parse_qsl(query, keep_blank_values=True))


def file_in(request):
    """The one file of a form: {"filename", "base64", "field"}; None when the body is not a form with a file."""
    kind = request.get("headers", {}).get("Content-Type", "")
    if not kind.startswith("multipart/form-data"):
        return None
    body = request["body"] if isinstance(request["body"], bytes) else request["body"].encode()
    parts = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    if not parts.is_multipart():
        return None
    found = [p for p in parts.get_payload() if p.get_filename()]
    if len(found) != 1:
        return None
    return {"filename": found[0].get_filename(), "field": found[0].get_param("name", header="Content-Disposition"), "base64": base64.b64encode(found[0].get_payload(decode=True)).decode()}


class Replay:
    """Sends all requests of a recipe but the last, and says what the last one is."""

    def __init__(self, emulator, recipe):
        self.emulator, self.recipe = emulator, recipe
        self.renamed = {}   # What stands in the recipe, and what the emulator has answered now.
        self.secrets = {}   # A token, and the corpid and secret that it was got with.

    def now(self, text):
        if isinstance(text, bytes):
            return text
        for old, new in self.renamed.items():
            text = text.replace(old, new)
        return text

    def learn(self, old, new):
        if isinstance(old, dict) and isinstance(new, dict):
            for key in old.keys() & new.keys():
                if key != "errmsg":
                    self.learn(old[key], new[key])
        elif isinstance(old, str) and isinstance(new, str) and old != new and len(old) > 8:
            self.renamed[old] = new

    def prepare(self):
        self.emulator.reset()
        steps = self.recipe.steps
        for step, times in [(s, s.get("times", 1)) for s in steps[:-1]] + [(steps[-1], steps[-1].get("times", 1) - 1)]:
            r = step["request"]
            target = self.now(r["target"])
            body = self.now(r["body"]) if r["body"] else None
            answer = b""
            for _ in range(times):
                _, _, answer = self.emulator.send(r["method"], target, body, r.get("headers"))
            try:
                read = json.loads(answer)
                self.learn(json.loads(step.get("answer", "")), read)
            except ValueError:
                continue
            path, query = split_target(target)
            if path == "/cgi-bin/gettoken" and isinstance(read, dict) and "access_token" in read:
                self.secrets[read["access_token"]] = (query.get("corpid", ""), query.get("corpsecret", ""))
        return self

    def last(self):
        """Method, path, query without the token, body as an object, file, and the token's corpid and secret."""
        r = self.recipe.steps[-1]["request"]
        path, query = split_target(self.now(r["target"]))
        owner = self.secrets.get(query.pop("access_token", ""))
        file = file_in(r)
        body = None
        if r["method"] == "POST" and not file:
            try:
                body = json.loads(self.now(r["body"]))
            except ValueError:
                body = None
        return r["method"], path, query, body, file, owner


def plain(message):
    """An errmsg without the id, the address and the link that follow it."""
    return re.sub(r", hint: \[.*", "", message or "")
