"""What a user of an SDK does with it, against the emulator. Each case is written once and run with every SDK that has
the calls for it; it raises AssertionError when the SDK does not get what the platform should give."""
import base64
import http.server
import json
import queue
import random
import re
import struct
import threading
import urllib.parse
import zlib

from .driver import Reported, Unsupported

CORP = "ww0123456789abcdef"
CONTACTS = (CORP, "contacts-secret", None)
CRM = (CORP, "crm-secret", 1000002)
CRM_AGENT = 1000002

CASES = []


def case(title, *calls):
    """`calls`: what the SDK must have; the case is left out for those that do not."""
    def add(function):
        CASES.append((title, calls, function))
        return function
    return add


def equal(is_, should, what):
    if is_ != should:
        raise AssertionError(f"{what} is {is_!r:.500}, not {should!r:.500}")


def rows(result, key):
    """A list, whether the SDK gives it itself or in the platform's object."""
    return result[key] if isinstance(result, dict) else result


class Bench:
    """What a case works with: the emulator, and the SDK where it has a call, plain HTTP where it has none."""

    def __init__(self, emulator, driver):
        self.emulator, self.driver = emulator, driver
        self.clients = {}

    def client(self, who):
        if who not in self.clients:
            self.clients[who] = self.driver.open(*who)
        return self.clients[who]

    def __call__(self, who, call, query=None, body=None, **more):
        return self.driver.call(self.client(who), call, query, body, **more)

    def prepare(self, who, call, query=None, body=None):
        """The SDK, or without it where it has no such call."""
        try:
            return self(who, call, query, body)
        except Unsupported:
            token = self.emulator.token(who[0], who[1])
            return self.emulator.call("/cgi-bin/" + call, {"access_token": token, **(query or {})}, body)


@case("A directory of 1,000 members: created, listed, compared, changed", "user/list")
def directory(b):
    members = {}
    for d in range(20):
        b.prepare(CONTACTS, "department/create", body={"name": f"Unit {d}", "parentid": 7, "id": 100 + d})
    for n in range(1000):
        if n % 250 == 249:
            b.emulator.advance("1m")
        member = {"userid": f"member{n:04}", "name": f"成员 {n:04}", "department": [100 + n % 20],
                  "mobile": f"137{n:08}", "email": f"m{n:04}@beacon.example", "position": "Engineer & <tester>"}
        b.prepare(CONTACTS, "user/create", body=member)
        members[member["userid"]] = (member["name"], tuple(member["department"]))

    def listed():
        found = rows(b(CONTACTS, "user/list", {"department_id": 7, "fetch_child": 1}), "userlist")
        return {m["userid"]: (m["name"], tuple(m["department"])) for m in found}

    equal(listed(), members, "the directory after 1,000 were created")
    for n in range(0, 50):
        b.prepare(CONTACTS, "user/update", body={"userid": f"member{n:04}", "name": f"Renamed {n}"})
        members[f"member{n:04}"] = (f"Renamed {n}", members[f"member{n:04}"][1])
    for n in range(50, 60):
        b.prepare(CONTACTS, "user/delete", {"userid": f"member{n:04}"})
        del members[f"member{n:04}"]
    gone = [f"member{n:04}" for n in range(60, 100)]
    b.prepare(CONTACTS, "user/batchdelete", body={"useridlist": gone})
    for userid in gone:
        del members[userid]
    equal(listed(), members, "the directory after 50 changes and 50 deletions")


@case("One member, with all that was said of it", "user/get")
def member(b):
    b.prepare(CONTACTS, "user/create",
              body={"userid": "zhao", "name": "Zhao Yi", "department": [4, 5], "mobile": "13700000001", "gender": "1",
                    "email": "zhao@beacon.example", "position": "Architect"})
    read = b(CONTACTS, "user/get", {"userid": "zhao"})
    for key, value in {"userid": "zhao", "name": "Zhao Yi", "department": [4, 5], "position": "Architect"}.items():
        equal(read[key], value, f"user/get: {key}")
    try:
        b(CONTACTS, "user/get", {"userid": "nobody"})
    except Reported as e:
        equal(e.code, 60111, "the code for a member who is not there")
    else:
        raise AssertionError("nobody is found")


@case("Departments: created, listed with those below", "department/list")
def departments(b):
    made = {}
    for n in range(5):
        parent = 3 if n == 0 else 30 + n - 1
        b.prepare(CONTACTS, "department/create", body={"name": f"Level {n}", "parentid": parent, "order": 10 + n, "id": 30 + n})
        made[30 + n] = (f"Level {n}", parent)
    found = rows(b(CONTACTS, "department/list"), "department")
    listed = {d["id"]: (d["name"], d["parentid"]) for d in found}
    equal({k: v for k, v in listed.items() if k in made}, made, "department/list")
    equal(len(listed), 13, "the number of departments")
    b.prepare(CONTACTS, "department/update", body={"id": 34, "name": "Renamed"})
    b.prepare(CONTACTS, "department/delete", {"id": 34})
    equal(len(rows(b(CONTACTS, "department/list"), "department")), 12, "the number of departments after a deletion")


@case("Tags: created, given to members, taken away", "tag/create", "tag/addtagusers", "tag/get", "tag/deltagusers", "tag/list",
      "tag/delete")
def tags(b):
    b(CONTACTS, "tag/create", body={"tagname": "Climbers", "tagid": 77})
    b(CONTACTS, "tag/addtagusers", body={"tagid": 77, "userlist": ["ada", "grace", "linus"]})
    people = lambda: sorted(m["userid"] for m in rows(b(CONTACTS, "tag/get", {"tagid": 77}), "userlist"))
    equal(people(), ["ada", "grace", "linus"], "the tag")
    b(CONTACTS, "tag/deltagusers", body={"tagid": 77, "userlist": ["grace"]})
    equal(people(), ["ada", "linus"], "the tag without one")
    names = lambda: {str(t["tagid"]): t["tagname"] for t in rows(b(CONTACTS, "tag/list"), "taglist")}
    equal(names().get("77"), "Climbers", "the name of the tag")
    b(CONTACTS, "tag/delete", {"tagid": 77})
    equal("77" in names(), False, "whether the deleted tag is listed")


@case("A token expires in mid-run", "user/get")
def expiry(b):
    equal(b(CRM, "user/get", {"userid": "ada"})["userid"], "ada", "the member before")
    b.emulator.advance("2h")
    try:
        equal(b(CRM, "user/get", {"userid": "grace"})["userid"], "grace", "the member after two hours")
    except Reported as e:
        # An SDK that does not fetch a new token must say so with the platform's code.
        equal(e.code, 42001, "the code of the expired token")
    calls = [r for r in b.emulator.journal() if r["endpoint"] == "user/get"]
    equal([r.get("code", "") for r in calls][:2], ["", "wecom:42001"], "the answers to the SDK")


@case("A file goes up and comes down with the same bytes", "media/upload", "media/get")
def media(b):
    noise = random.Random(7).randbytes(150_000)
    picture = png(40, 30)
    for kind, name, data in (("file", "noise.bin", noise), ("image", "picture.png", picture)):
        made = b(CRM, "media/upload", {"type": kind}, filename=name, base64=base64.b64encode(data).decode())
        media_id = made["media_id"]
        read = b(CRM, "media/get", {"media_id": media_id})
        equal(base64.b64decode(read["base64"]), data, f"the {kind} that came down")
    b.emulator.advance("73h")
    try:
        read = b(CRM, "media/get", {"media_id": media_id})
        # Some SDKs hand over the platform's error as if it were the file.
        kept = base64.b64decode(read["base64"]) if "base64" in read else b'{"errcode"'
        equal(kept[:10], b'{"errcode"', "what is there three days later")
    except Reported as e:
        equal(e.code in (40007, 42001, None), True, f"whether {e} is right three days later")


@case("A person logs in", "user/getuserinfo")
def login(b):
    # The browser's part: the page of the platform sends the person back to the app with a code.
    _, _, page = b.emulator.send("GET", "/connect/oauth2/authorize?" + urllib.parse.urlencode({
        "appid": CORP, "redirect_uri": "https://crm.beacon.example/in", "response_type": "code", "scope": "snsapi_base",
        "state": "x1", "agentid": CRM_AGENT, "userid": "grace"}))
    code = json.loads(page)["login_code"]
    who = b(CRM, "user/getuserinfo", {"code": code})
    names = {k.lower(): v for k, v in who.items()}
    equal(names["userid"], "grace", "who has logged in")
    try:
        again = b(CRM, "user/getuserinfo", {"code": code})
    except Reported as e:
        equal(e.code, 40029, "the code of a second use")
    else:
        raise AssertionError(f"the code is good twice: {again}")


@case("A message reaches some and names those whom it does not", "message/send")
def messages(b):
    text = lambda to: {"touser": to, "msgtype": "text", "agentid": CRM_AGENT, "text": {"content": "Lunch? 午饭 <a href=\"https://crm.beacon.example\">here</a>"}}
    sent = b(CRM, "message/send", body=text("ada|grace|nobody"))
    record = [r for r in b.emulator.journal() if r["endpoint"] == "message/send"][-1]
    equal(json.loads(record["answer"]["body"])["invaliduser"], "nobody", "whom the platform has not reached")
    equal(json.loads(record["request"]["body"])["text"]["content"], text("")["text"]["content"], "the text that was sent")
    if sent is not None:  # Some SDKs keep the platform's answer to themselves.
        names = {k.lower(): v for k, v in sent.items()}
        equal(names["invaliduser"], "nobody", "whom the SDK says it has not reached")
    try:
        b(CRM, "message/send", body=text("nobody"))
    except Reported as e:
        equal(e.code, 81013, "the code when nobody is reached")
    else:
        raise AssertionError("a message to nobody is sent")


@case("A chat of an app: made, read, written to", "appchat/create", "appchat/get", "appchat/send")
def chats(b):
    made = b(CRM, "appchat/create", body={"name": "Release", "owner": "ada", "userlist": ["ada", "grace", "linus"], "chatid": "release01"})
    equal(made["chatid"] if isinstance(made, dict) else made, "release01", "the chat")
    chat = b(CRM, "appchat/get", {"chatid": "release01"})
    equal([chat["name"], chat["owner"], chat["userlist"]], ["Release", "ada", ["ada", "grace", "linus"]], "what is read of it")
    b(CRM, "appchat/send", body={"chatid": "release01", "msgtype": "text", "text": {"content": "Done"}})
    try:
        b(CRM, "appchat/get", {"chatid": "nowhere"})
    except Reported as e:
        equal(e.code, 86003, "the code of a chat that is not there")
    else:
        raise AssertionError("a chat that nobody made is read")


@case("Callbacks are verified, opened and read", "decrypt")
def callbacks(b):
    # A key whose last letter has no bits too many: WxJava 4.6.0 takes no other, though the platform gives them out.
    token, key = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2E"
    got = queue.Queue()

    def opened(query, body):
        secrets = {"token": token, "aes_key": key, "corp": CORP, "signature": query["msg_signature"],
                   "timestamp": query["timestamp"], "nonce": query["nonce"]}
        if body is None:
            return b.driver.call("", "decrypt", **secrets, echostr=query["echostr"])
        encrypted = re.search(r"<Encrypt><!\[CDATA\[(.*?)\]\]></Encrypt>", body).group(1)
        return b.driver.call("", "decrypt", **secrets, xml=body, encrypted=encrypted)

    class Application(http.server.BaseHTTPRequestHandler):
        def answer(self, body):
            query = dict(urllib.parse.parse_qsl(self.path.partition("?")[2]))
            try:
                plain = opened(query, body)
                said = plain if body is None else ""
                if body is not None:
                    got.put(plain)
            except Exception as e:  # Whatever it is, the case says so.
                got.put(e)
                said = ""
            data = (said if isinstance(said, str) else json.dumps(said)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            self.answer(None)

        def do_POST(self):
            self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        # The platform sends a text that only the holder of the key can give back; the console saves nothing otherwise.
        saved = b.emulator.admin("POST", "/wecom/callback", {"app": "crm", "url": f"http://127.0.0.1:{server.server_port}/in", "token": token,
                                                             "encoding_aes_key": key})
        if not got.empty():
            raise AssertionError(f"the URL is not verified: {got.get()!r}, {saved}")
        b.emulator.admin("POST", "/wecom/act", {"app": "crm", "user": "ada", "does": "text", "content": "你好 & <hello>"})
        plain = got.get(timeout=10)
        if isinstance(plain, Exception):
            raise AssertionError(f"the callback cannot be opened: {plain!r}")
        for part in ("<![CDATA[ada]]>", f"<![CDATA[{CORP}]]>", "<![CDATA[text]]>", "你好 & <hello>", f"<AgentID>{CRM_AGENT}</AgentID>"):
            equal(part in plain, True, f"whether {part} stands in {plain}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def png(width, height):
    """A small picture."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    line = b"\0" + b"\x33\x66\x99" * width
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(line * height)) + chunk(b"IEND", b""))


def run_cases(emulator, driver, only=None):
    """(title, "" or why it failed, or None when the SDK has no calls for it) of each."""
    has = {e["name"] for e in emulator.admin("GET", "/endpoints?platform=wecom")}
    out = []
    for title, calls, function in CASES:
        if only and only not in title:
            continue
        absent = [c for c in calls if not driver.has(c)]
        if absent:
            out.append((title, None, f"the SDK has no {', '.join(absent)}"))
            continue
        if missing := [c for c in calls if "/" in c and c not in has]:
            out.append((title, False, f"the emulator has no {', '.join(missing)}"))
            continue
        emulator.reset()
        try:
            function(Bench(emulator, driver))
            out.append((title, True, ""))
        except Unsupported as e:
            out.append((title, None, f"the SDK cannot: {e}"))
        except (AssertionError, Reported, KeyError, TypeError, queue.Empty) as e:
            last = emulator.journal(1)
            last = f"\n    the last request: {last[-1]['request']['method']} {last[-1]['request']['target']} {last[-1]['answer']['body'][:300]}" if last else ""
            out.append((title, False, f"{type(e).__name__}: {e}{last}"))
    return out
