"""What people write when they need a stand-in for WeCom: the shape of moto, a Flask application over dictionaries."""
import json
import os

from flask import Flask, Response, request

app = Flask(__name__)
tokens = {os.environ["PEER_TOKEN"]: "crm"}
members = json.loads(os.environ["PEER_MEMBERS"])


def answer(body):
    return Response(json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type="application/json; charset=UTF-8")


@app.get("/cgi-bin/user/get")
def get_user():
    if request.args.get("access_token") not in tokens:
        return answer({"errcode": 40014, "errmsg": "invalid access_token"})
    member = members.get(request.args.get("userid"))
    if member is None:
        return answer({"errcode": 60111, "errmsg": "userid not found"})
    return answer({"errcode": 0, "errmsg": "ok", **member})
