"""What each SDK does when the platform answers with one of four codes: observed, by counting its requests."""
import time

from .cases import CRM
from .driver import Reported

CODES = {
    40014: ("the token is not valid", "token"),
    42001: ("the token has expired", "token"),
    -1: ("the platform is busy", ""),
    45009: ("too many calls", ""),
}


def outcome(driver, client):
    begin = time.monotonic()
    try:
        driver.call(client, "user/get", {"userid": "ada"})
        got = "the member"
    except Reported as e:
        got = f"`{e.type}`" + (f" with {e.code}" if e.code is not None else " without a code")
    return got, time.monotonic() - begin


def observe(emulator, driver, code, how):
    """One call, answered with the code `how`: "once" or "always" by a fault rule, "really" by the platform's own state."""
    emulator.reset()
    client = driver.open(*CRM)
    driver.call(client, "user/get", {"userid": "ada"})
    first = emulator.journal()[-1]
    if how == "really":
        if code == 42001:
            emulator.advance("2h")
        else:
            emulator.admin("POST", "/data", {"sql": "DELETE FROM wecom_token"})
    else:
        emulator.fault({"platform": "wecom", "endpoint": "user/get", "code": f"wecom:{code}",
                        **({"times": 1} if how == "once" else {})})
    got, seconds = outcome(driver, client)
    records = [r for r in emulator.journal() if r["number"] > first["number"]]
    total = records[-1]["number"] - first["number"]
    calls = [r for r in records if r["endpoint"] == "user/get"]
    fetched = sum(r["endpoint"] == "gettoken" for r in records)
    requests = len(calls)
    if total > len(records):  # The journal keeps the last thousand: the fault rule has counted.
        requests = emulator.admin("GET", "/faults")[0]["struck"]
        fetched = total - requests
    return {"requests": requests, "tokens": fetched, "got": got, "seconds": seconds}


def observe_all(emulator, driver):
    out = {}
    for code, (_, kind) in CODES.items():
        hows = ["once", "always"] + (["really"] if kind == "token" else [])
        out[str(code)] = {how: observe(emulator, driver, code, how) for how in hows}
    return out


def count(n, one, many):
    return f"{n} {one if n == 1 else many}"


def cell(o):
    if o["requests"] > 20:  # How many depends on the depth of the stack.
        return f"hundreds of requests, each with a new token: {o['got']}" if o["tokens"] > 20 else f"hundreds of requests: {o['got']}"
    tries = count(o["requests"], "request", "requests")
    tokens = f", {count(o['tokens'], 'new token', 'new tokens')}" if o["tokens"] else ""
    waited = f", about {round(o['seconds'] / 5) * 5} s" if o["seconds"] >= 2.5 else ""
    return f"{tries}{tokens}{waited}: {o['got']}"


HEAD = """# What SDKs do on four codes

Observed, not copied from anybody's documentation: `conformance/run --write` drives each SDK, as it comes from its registry,
against `errdex emulate`, lets `user/get` be answered with the code, and counts what the SDK sends. A test holds this page
against what it observes. `conformance/README.md` says how the SDKs are driven.

"Once": one answer with the code, then all is well again. "Always": every answer is the code. "Really": no fault rule, the
platform itself answers so, because the token was taken back (40014) or two hours have gone by (42001). Before each, the SDK
has made a call that went well, so it holds a token. New tokens are calls of `gettoken`; the
platform gives the same one again as long as it is good. What stands behind the colon is what the caller gets.

"""


def page(sdks, observed):
    out = [HEAD, "| SDK | version | language |\n| --- | --- | --- |\n"]
    for name, sdk in sdks.items():
        out.append(f"| {sdk.about['title']} | {sdk.about['version']} | {sdk.about['language']} |\n")
    for code, (about, kind) in CODES.items():
        out.append(f"\n## {code}: {about}\n\n")
        out.append("| SDK | once | always |" + (" really |" if kind else "") + "\n| --- | --- | --- |" + (" --- |" if kind else "") + "\n")
        for name, sdk in sdks.items():
            seen = observed[name][str(code)]
            cells = [cell(seen[how]) for how in ("once", "always", "really") if how in seen]
            out.append(f"| {sdk.about['title']} | " + " | ".join(cells) + " |\n")
    return "".join(out)
