"""Makes calls through wechatpy; the protocol is described in runner/driver.py.

wechatpy has its host in constants. It is left as it is: requests, through which all of it goes, is told where the host
stands, as an entry in /etc/hosts would.
"""
import base64
import io
import json
import sys
import urllib.parse
from importlib.metadata import version

import requests.adapters
from wechatpy.exceptions import WeChatException
from wechatpy.work import WeChatClient
from wechatpy.work.crypto import WeChatCrypto

HOST = "https://qyapi.weixin.qq.com"
base = HOST
original_send = requests.adapters.HTTPAdapter.send


def send_here(self, request, **options):
    if request.url.startswith(HOST):
        request.url = base + request.url[len(HOST):]
    return original_send(self, request, **options)


requests.adapters.HTTPAdapter.send = send_here


def bytes_of(response):
    """What `media.download` gives: the caller has to look whether it is a file or an error."""
    if response.headers.get("Content-Type", "").startswith(("application/json", "text/plain")):
        return response.json()
    return {"base64": base64.b64encode(response.content).decode()}


def rename(arguments, **names):
    return {names.get(k, k): v for k, v in arguments.items()}


def pick(arguments, *names):
    if unknown := set(arguments) - set(names):
        raise NotImplementedError(f"the SDK's call has no {', '.join(sorted(unknown))}")
    return [arguments.get(n) for n in names]


def file_of(a):
    return (a["filename"], io.BytesIO(base64.b64decode(a["base64"])), a.get("type_of_file", "application/octet-stream"))


def send_message(c, a):
    a = dict(a)
    where = [a.pop(k, "") for k in ("agentid", "touser", "toparty", "totag")]
    return c.message.send(*where, msg=a)


def send_to_chat(c, a):
    a = dict(a)
    kind, chat = a.pop("msgtype"), a.pop("chatid")
    return c.appchat.send(chat, kind, **a.pop(kind, {}), **a)


def users(c, a, simple):
    wanted = pick(a, "department_id", "fetch_child")
    return c.user.list(wanted[0], bool(wanted[1]), simple=simple)


def job(method, c, a):
    a = dict(a)
    hook = a.pop("callback", {})
    return method(hook.get("url", ""), hook.get("token", ""), hook.get("encodingaeskey", ""), a.pop("media_id"), **a)


CALLS = {
    "getcallbackip": lambda c, a: c.misc.get_wechat_ips(*pick(a)),
    "user/create": lambda c, a: c.user.create(**rename(a, userid="user_id")),
    "user/update": lambda c, a: c.user.update(**rename(a, userid="user_id")),
    "user/get": lambda c, a: c.user.get(*pick(a, "userid")),
    "user/delete": lambda c, a: c.user.delete(*pick(a, "userid")),
    "user/batchdelete": lambda c, a: c.user.batch_delete(*pick(a, "useridlist")),
    "user/list": lambda c, a: users(c, a, False),
    "user/simplelist": lambda c, a: users(c, a, True),
    "user/convert_to_openid": lambda c, a: c.user.convert_to_openid(*pick(a, "userid", "agentid")),
    "user/convert_to_userid": lambda c, a: c.user.convert_to_user_id(*pick(a, "openid")),
    "user/authsucc": lambda c, a: c.user.verify(*pick(a, "userid")),
    "user/getuserid": lambda c, a: c.user.getuserid(*pick(a, "mobile")),
    "user/get_active_stat": lambda c, a: c.user.get_active_stat(*pick(a, "date")),
    "corp/get_join_qrcode": lambda c, a: c.user.get_join_qrcode(*pick(a, "size_type")),
    "user/getuserinfo": lambda c, a: c.oauth.get_user_info(*pick(a, "code")),
    "department/create": lambda c, a: c.department.create(**rename(a, parentid="parent_id")),
    "department/update": lambda c, a: c.department.update(**rename(a, parentid="parent_id")),
    "department/delete": lambda c, a: c.department.delete(*pick(a, "id")),
    "department/list": lambda c, a: c.department.list(*pick(a, "id")),
    "department/simplelist": lambda c, a: c.department.simple_list(*pick(a, "id")),
    "department/get": lambda c, a: c.department.get(*pick(a, "id")),
    "tag/create": lambda c, a: c.tag.create(*pick(a, "tagname", "tagid")),
    "tag/update": lambda c, a: c.tag.update(*pick(a, "tagid", "tagname")),
    "tag/delete": lambda c, a: c.tag.delete(*pick(a, "tagid")),
    "tag/get": lambda c, a: c.tag.get_users(*pick(a, "tagid")),
    "tag/addtagusers": lambda c, a: c.tag.add_users(*pick(a, "tagid", "userlist", "partylist")),
    "tag/deltagusers": lambda c, a: c.tag.delete_users(*pick(a, "tagid", "userlist", "partylist")),
    "tag/list": lambda c, a: c.tag.list(*pick(a)),
    "message/send": send_message,
    "appchat/create": lambda c, a: c.appchat.create(*pick(a, "chatid", "name", "owner", "userlist")),
    "appchat/get": lambda c, a: c.appchat.get(*pick(a, "chatid")),
    "appchat/update": lambda c, a: c.appchat.update(*pick(a, "chatid", "name", "owner", "add_user_list", "del_user_list")),
    "appchat/send": send_to_chat,
    "media/upload": lambda c, a: c.media.upload(a["type"], file_of(a)),
    "media/uploadimg": lambda c, a: c.media.upload_img(file_of(a)),
    "media/get": lambda c, a: bytes_of(c.media.download(*pick(a, "media_id"))),
    "menu/get": lambda c, a: c.menu.get(*pick(a, "agentid")),
    "menu/delete": lambda c, a: c.menu.delete(*pick(a, "agentid")),
    "menu/create": lambda c, a: c.menu.create(a["agentid"], {k: v for k, v in a.items() if k != "agentid"}),
    "agent/get": lambda c, a: c.agent.get(*pick(a, "agentid")),
    "agent/list": lambda c, a: c.agent.list(*pick(a)),
    "batch/syncuser": lambda c, a: job(c.batch.sync_user, c, a),
    "batch/replaceuser": lambda c, a: job(c.batch.replace_user, c, a),
    "batch/replaceparty": lambda c, a: job(c.batch.replace_party, c, a),
    "batch/getresult": lambda c, a: c.batch.get_result(*pick(a, "jobid")),
    "batch/invite": lambda c, a: c.batch.invite(*pick(a, "user", "party", "tag")),
    "get_jsapi_ticket": lambda c, a: c.jsapi.get_ticket(*pick(a)),
}


def any_call(client, m):
    """The SDK's own way to calls that it has no method for."""
    place = m["path"].removeprefix("/cgi-bin/")
    if m["method"] == "GET":
        return client.get(place, params=dict(m["query"]))
    return client.post(place, params=dict(m["query"]), data=m["body"])


def decrypt(a):
    crypto = WeChatCrypto(a["token"], a["aes_key"], a["corp"])
    if "echostr" in a:
        return crypto.check_signature(a["signature"], a["timestamp"], a["nonce"], a["echostr"])
    return crypto.decrypt_message(a["xml"], a["signature"], a["timestamp"], a["nonce"])


clients = {}


def answer(m):
    global base
    if m["do"] == "hello":
        return {"version": version("wechatpy"), "calls": sorted([*CALLS, "decrypt"]), "any": True}
    if m["do"] == "open":
        base = m["base"]
        clients[m["client"]] = WeChatClient(m["corp"], m["secret"])
        return {}
    if m["do"] == "close":
        clients.pop(m["client"])._http.close()
        return {}
    try:
        if m["call"] == "decrypt":
            return {"result": decrypt(m["with"])}
        client = clients[m["client"]]
        if m["call"] in CALLS and not m.get("generic"):
            result = CALLS[m["call"]](client, m["with"])
        else:
            result = any_call(client, m)
        return {"result": result}
    except WeChatException as e:
        return {"error": {"type": type(e).__name__, "code": e.errcode, "message": e.errmsg, "printed": str(e)}}
    except (NotImplementedError, KeyError, TypeError, ValueError, AttributeError) as e:
        # Refused before anything was sent: by this driver or by checks of the SDK's own.
        return {"unsupported": f"{type(e).__name__}: {e}"}
    except RecursionError as e:
        return {"error": {"type": "RecursionError", "code": None, "message": str(e), "printed": str(e)}}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), ensure_ascii=True), flush=True)
