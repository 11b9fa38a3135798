"""Which SDKs there are, whether they are installed, and how their drivers are started."""
import hashlib
import json
import os
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent
WORK = Path(os.environ.get("ERRDEX_CONFORMANCE", ROOT / "build" / "conformance"))


class Sdk:
    def __init__(self, name, about):
        self.name, self.about = name, about
        self.source = HERE / name
        self.folder = WORK / name

    def fingerprint(self):
        """Changes when what is to be installed does."""
        total = hashlib.sha256()
        for file in self.about["files"]:
            total.update((self.source / file).read_bytes())
        return total.hexdigest()

    def missing(self):
        """Why it cannot be run; empty when it can."""
        for tool in self.about["needs"]:
            if shutil.which(tool) is None:
                return f"{tool} is not installed"
        stamp = self.folder / "installed.txt"
        if not stamp.exists():
            return "the SDK is not installed: tools/setup conformance"
        if stamp.read_text().strip() != self.fingerprint():
            return "another version of the SDK is installed: tools/setup conformance"
        return ""

    def command(self):
        return [part.replace("{here}", str(self.source)) for part in self.about["start"]]


def all_sdks():
    return {name: Sdk(name, about) for name, about in json.loads((HERE / "sdks.json").read_text()).items()}
