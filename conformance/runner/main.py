"""Drives the SDKs against the emulator. conformance/README.md."""
import argparse
import sys
import threading
import time
from pathlib import Path

from .cases import run_cases
from .driver import Driver, Reported
from .emulated import Emulator
from .errors import provoke_all
from .matrix import observe_all, page
from .recipes import read_recipes
from .sdk import ROOT, all_sdks

SKIPPED = 77
PAGE = ROOT / "docs" / "sdk-matrix.md"


def watch(program, sdk):
    """Observes for the matrix in a thread; returns a function that gives what was observed."""
    out = {}

    def work():
        try:
            with Emulator(program) as emulator:
                driver = Driver(sdk, emulator.url, patience=50)
                try:
                    out["seen"] = observe_all(emulator, driver)
                finally:
                    driver.close()
        except (AssertionError, TimeoutError, Reported, OSError) as e:
            out["failed"] = e

    thread = threading.Thread(target=work)
    thread.start()

    def result():
        thread.join()
        if "failed" in out:
            raise AssertionError(f"the matrix: {out['failed']}")
        return out["seen"]
    return result


def run_sdk(program, sdk, recipes, o):
    """Whether all went as it must, and what was observed for the matrix."""
    begin = time.monotonic()
    good, observed = True, None
    # Beside the cases: some SDKs wait for half a minute in it.
    watching = watch(program, sdk) if not o.case else None
    with Emulator(program) as emulator:
        driver = Driver(sdk, emulator.url)
        try:
            print(f"{sdk.about['title']} {driver.hello['version']} ({sdk.about['language']})")
            if driver.hello["version"] != sdk.about["version"]:
                print(f"  FAILED  sdks.json says {sdk.about['version']}")
                good = False
            for title, passed, why in run_cases(emulator, driver, o.case):
                print(f"  {'ok    ' if passed else 'left  ' if passed is None else 'FAILED'}  {title}" + (f": {why}" if why else ""))
                good = good and passed is not False
            if not o.case:
                errors = provoke_all(program, emulator, driver, recipes)
                if more := errors.silent - set(sdk.about["silent"]):
                    errors.problems.append(f"an error is kept from the caller by {sorted(more)}, which sdks.json does not say")
                least = sdk.about["codes"]
                good = good and not errors.problems and len(errors.counted) >= least
                print(f"  {'ok    ' if len(errors.counted) >= least and not errors.problems else 'FAILED'}  {len(errors.counted)} codes "
                      f"provoked in {errors.scenarios} scenarios (at least {least} must be), reported as {', '.join(sorted(errors.kinds))}; "
                      f"text of the platform {errors.texts['as sent']}, of its own {errors.texts['its own']}")
                if errors.without_code:
                    print(f"          no code is reported by {', '.join(sorted(errors.without_code))}")
                for problem in errors.problems:
                    print(f"          {problem}")
        finally:
            driver.close()
    if watching:
        observed = watching()
    seconds = time.monotonic() - begin
    print(f"  {seconds:.1f} s")
    if seconds > o.seconds:
        print(f"  FAILED  longer than {o.seconds} s")
        good = False
    return good, observed


def differences(name, sdks, seen):
    """Lines of this SDK that the page has otherwise."""
    written = PAGE.read_text().splitlines() if PAGE.exists() else []
    made = page({name: sdks[name]}, {name: seen}).splitlines()
    title = f"| {sdks[name].about['title']} |"
    def lines(text):
        out, section = [], ""
        for line in text:
            section = line if line.startswith("#") else section
            if line.startswith(title):
                out.append((section, line))
        return out
    return [f"{s}\n    is      {a}" for s, a in lines(made) if (s, a) not in lines(written)]


def main():
    sdks = all_sdks()
    parser = argparse.ArgumentParser(prog="conformance/run", description=__doc__)
    parser.add_argument("sdk", nargs="*", help=f"one or more of {', '.join(sdks)}; all without")
    parser.add_argument("--errdex", default=str(ROOT / "build/release/errdex"), help="the program")
    parser.add_argument("--case", help="only cases with this in their title, no errors, no matrix")
    parser.add_argument("--write", action="store_true", help="write docs/sdk-matrix.md; needs every SDK")
    parser.add_argument("--check", action="store_true", help="fail when docs/sdk-matrix.md says otherwise")
    parser.add_argument("--seconds", type=int, default=60, help="longest run of one SDK (default: 60)")
    o = parser.parse_args()
    if not Path(o.errdex).exists():
        parser.error(f"there is no {o.errdex}; --errdex says where it is")
    wanted = o.sdk or list(sdks)
    for name in wanted:
        if name not in sdks:
            parser.error(f"there is no SDK {name}; there are {', '.join(sdks)}")
    skipped = {name: why for name in wanted if (why := sdks[name].missing())}
    for name, why in skipped.items():
        print(f"SKIPPED {name}: {why}")
    wanted = [name for name in wanted if name not in skipped]
    if not wanted:
        return SKIPPED
    recipes = {} if o.case else read_recipes(o.errdex)
    good, observed = True, {}
    for name in wanted:
        try:
            passed, seen = run_sdk(o.errdex, sdks[name], recipes, o)
        except (AssertionError, TimeoutError, BrokenPipeError) as e:
            print(f"  FAILED  {e}")
            passed, seen = False, None
        good = good and passed
        observed[name] = seen
        if o.check and seen:
            for line in differences(name, sdks, seen):
                print(f"  FAILED  docs/sdk-matrix.md is not what was observed (conformance/run --write): {line}")
                good = False
    if o.write:
        if set(observed) != set(sdks):
            print("docs/sdk-matrix.md is not written: not every SDK has run", file=sys.stderr)
            return 1
        PAGE.write_text(page(sdks, observed))
    if skipped and good:
        return SKIPPED if o.check else 0
    return 0 if good else 1


sys.exit(main())
