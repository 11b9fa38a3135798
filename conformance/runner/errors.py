"""Provoked errors: each scenario of the emulator, with its last request sent by the SDK.

A scenario counts when the SDK has sent what the scenario sends, the platform has answered with the code, the SDK has
reported that code and the platform's text to its caller, and what it prints is recognised by `errdex annotate`.
"""
import json
import re
import subprocess
import urllib.parse

from .driver import Reported, Unsupported
from .recipes import Replay, split_target

# Secrets of the fixture's applications that have an agentid, for SDKs that want one.
AGENTS = {"crm-secret": 1000002, "sales-secret": 1000003, "retired-secret": 1000004, "guarded-secret": 1000005,
          "customer-secret": 1000006, "checkin-secret": 3010011, "approval-secret": 3010040, "dial-secret": 3010041}
EACH = 6  # Scenarios of one code that are tried at most; after the first that counts, only others' endpoints.


class Silent(Exception):
    """The platform answered with an error, and the SDK's caller is not told."""


class Other(Exception):
    """The SDK sent another request than the scenario does."""


def text_of(value):
    if value is True or value is False:
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def same(wanted, sent):
    """Whether all of `wanted` stands in `sent`; numbers may be texts, and masked values are taken as equal."""
    if isinstance(wanted, dict):
        return isinstance(sent, dict) and all(k in sent and same(v, sent[k]) for k, v in wanted.items())
    if isinstance(wanted, list):
        return isinstance(sent, list) and len(wanted) == len(sent) and all(map(same, wanted, sent))
    if isinstance(sent, str) and sent.endswith("…"):
        return True
    return text_of(wanted) == text_of(sent)


def sent_arguments(record):
    _, query = split_target(record["request"]["target"])
    query.pop("access_token", None)
    try:
        body = json.loads(record["request"]["body"]) if record["request"]["body"] else {}
    except ValueError:
        body = {}
    return {**query, **(body if isinstance(body, dict) else {})}


def provoke(emulator, driver, recipe, generic):
    """Runs one scenario: what the SDK reported and the platform's answer. Raises Unsupported, Other, AssertionError."""
    if recipe.inside():
        raise Unsupported("the code stands inside a successful answer")
    if "\\u" in str(recipe.steps[-1]["request"]["body"]):
        raise Unsupported("how JSON is written is the SDK's choice")
    replay = Replay(emulator, recipe).prepare()
    method, path, query, body, file, owner = replay.last()
    before = emulator.journal(1)
    since = before[-1]["number"] if before else 0
    try:
        if path == "/cgi-bin/gettoken":
            if "corpid" not in query or "corpsecret" not in query:
                raise Unsupported("an SDK always sends both")
            client = driver.open(query["corpid"], query["corpsecret"], 1)
            driver.call(client, "user/get", {"userid": "ada"})
        else:
            if owner is None:
                raise Unsupported("the SDK brings its own token")
            if method == "POST" and body is None and not file:
                raise Unsupported("the body is not an object")
            if body is not None and not isinstance(body, dict):
                raise Unsupported("the body is not an object")
            if file and (file["field"] != "media" or len(file["base64"]) > 4_000_000):
                raise Unsupported("an SDK names the part as documented; larger files only take time")
            if recipe.code in (40014, 42001):
                raise Unsupported("the SDK brings its own token")
            client = driver.open(*owner, AGENTS.get(owner[1], 1))
            driver.call(client, recipe.endpoint, query, body, path=path, generic=generic, **(file or {}))
        reported = None
    except Reported as e:
        reported = e
    records = [r for r in emulator.admin("GET", f"/journal?limit=50&since={since}") if r["endpoint"] == recipe.endpoint]
    if not records:
        raise Unsupported(f"nothing was sent: {reported}")
    record = records[0]
    wanted = {**query, **(body or {})}
    if not same(wanted, sent_arguments(record)):
        raise Other(f"sent {sent_arguments(record)}")
    answer = json.loads(record["answer"]["body"])
    if answer.get("errcode") != recipe.code:
        extra = {k: v for k, v in sent_arguments(record).items() if k not in wanted}
        if extra:
            raise Other(f"sent {extra} too")
        raise AssertionError(f"{recipe}: the platform answered {answer}")
    if reported is None:
        raise Silent
    if reported.code is not None and reported.code != recipe.code:
        raise AssertionError(f"{recipe}: the SDK reports {reported}")
    return reported, answer


def recognise(program, lines):
    """The code that errdex finds in each line of what SDKs print."""
    text = "".join(re.sub(r"\s+", " ", line) + "\n" for line in lines)
    run = subprocess.run([program, "annotate", "--json"], input=text.encode(), capture_output=True, check=True)
    found = {}
    for row in map(json.loads, run.stdout.splitlines()):
        found.setdefault(row["line"], set()).add(str(row["code"]))
    return [found.get(n, set()) for n in range(1, len(lines) + 1)]


class Errors:
    def __init__(self):
        self.counted = {}      # A code, and one Reported of it.
        self.printed = []      # (code, what the SDK prints)
        self.kinds = set()     # Types of exceptions.
        self.without_code = set()
        self.silent = set()    # Calls after which the SDK's caller is not told of an error.
        self.texts = {"as sent": 0, "its own": 0}
        self.scenarios = 0
        self.problems = []

    def take(self, recipe, reported, answer):
        self.scenarios += 1
        self.counted.setdefault(recipe.code, reported)
        self.kinds.add(reported.type)
        if reported.code is None:
            self.without_code.add(recipe.endpoint)
        kept = reported.wire if reported.wire is not None else reported.message
        if answer["errmsg"] not in str(kept):
            self.problems.append(f"{recipe}: the SDK has lost the text: {kept!r}")
        self.texts["as sent" if answer["errmsg"] in str(reported.message) else "its own"] += 1
        self.printed.append((recipe, reported.printed))


def provoke_all(program, emulator, driver, recipes):
    out = Errors()
    for code, ways in recipes.items():
        seen, tried = set(), 0
        for recipe in ways:
            if recipe.endpoint in seen or tried == EACH:
                continue
            if recipe.endpoint != "gettoken" and not driver.has(recipe.endpoint):
                continue
            tried += 1
            for generic in ([False, True] if driver.hello.get("any") else [False]):
                try:
                    out.take(recipe, *provoke(emulator, driver, recipe, generic))
                    seen.add(recipe.endpoint)
                    break
                except (Unsupported, Other):
                    continue
                except Silent:
                    out.silent.add(recipe.endpoint)
                    seen.add(recipe.endpoint)
                    break
                except AssertionError as e:
                    out.problems.append(str(e))
                    break
    for (recipe, line), found in zip(out.printed, recognise(program, [line for _, line in out.printed])):
        if str(recipe.code) not in found:
            out.problems.append(f"{recipe}: errdex does not know what the SDK prints: {line[:300]!r}, found {sorted(found)}")
    return out
