// Makes calls through wechat-enterprise-api, and opens callbacks with @wecom/crypto; the protocol is described in
// runner/driver.py. The SDK's own setting `prefix` points it at the emulator.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const readline = require('readline');
// The SDKs are installed in the folder that this is started in, not beside this file.
const installed = require('module').createRequire(path.join(process.cwd(), 'driver.js'));
const API = installed('wechat-enterprise-api');
const crypto = installed('@wecom/crypto');

class Unsupported extends Error {}

function pick(a, ...names) {
  const unknown = Object.keys(a).filter((n) => !names.includes(n));
  if (unknown.length > 0) throw new Unsupported(`the SDK's call has no ${unknown.join(', ')}`);
  return names.map((n) => a[n]);
}

function without(a, ...names) {
  return Object.fromEntries(Object.entries(a).filter(([n]) => !names.includes(n)));
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'errdex-'));
process.on('exit', () => fs.rmSync(folder, {recursive: true}));

function fileOf(a) {
  const name = path.join(folder, path.basename(a.filename));
  fs.writeFileSync(name, Buffer.from(a.base64, 'base64'));
  return name;
}

// Where the SDK writes a number or a default of its own, arguments that it would change are not expressed.
const CALLS = {
  'getcallbackip': ['getCallbackIP', (a) => pick(a)],
  'user/create': ['createUser', (a) => [a]],
  'user/update': ['updateUser', (a) => [a]],
  'user/get': ['getUser', (a) => pick(a, 'userid')],
  'user/delete': ['deleteUser', (a) => pick(a, 'userid')],
  'user/batchdelete': ['deleteUsers', (a) => pick(a, 'useridlist')],
  'user/simplelist': ['getDepartmentUsers', (a) => [...pick(a, 'department_id', 'fetch_child'), 0]],
  'user/list': ['getDepartmentUsersDetail', (a) => [...pick(a, 'department_id', 'fetch_child'), 0]],
  'user/getuserinfo': ['getUserIdByCode', (a) => pick(a, 'code')],
  'department/create': ['createDepartment', (a) => [a.name, (pick(a, 'name', 'parentid', 'order', 'id'), without(a, 'name'))]],
  'department/update': ['updateDepartment', (a) => [a.id, (pick(a, 'id', 'name', 'parentid', 'order'), without(a, 'id'))]],
  'department/delete': ['deleteDepartment', (a) => pick(a, 'id')],
  'department/list': ['getDepartments', (a) => pick(a)],
  'tag/create': ['createTag', (a) => [a.tagname, (pick(a, 'tagname', 'tagid'), {id: a.tagid})]],
  'tag/update': ['updateTagName', (a) => pick(a, 'tagid', 'tagname')],
  'tag/delete': ['deleteTag', (a) => pick(a, 'tagid')],
  'tag/get': ['getTagUsers', (a) => pick(a, 'tagid')],
  'tag/list': ['listTags', (a) => pick(a)],
  'tag/addtagusers': ['addTagUsers', (a) => pick(a, 'tagid', 'userlist')],
  'tag/deltagusers': ['deleteTagUsers', (a) => pick(a, 'tagid', 'userlist')],
  'message/send': ['send', (a) => [{}, a]],
  'media/upload': ['uploadMedia', (a) => [fileOf(a), a.type]],
  'media/get': ['getMedia', (a) => pick(a, 'media_id')],
  'menu/create': ['createMenu', (a) => [without(a, 'agentid')]],
  'menu/get': ['getMenu', (a) => (pick(a, 'agentid'), [])],
  'menu/delete': ['removeMenu', (a) => (pick(a, 'agentid'), [])],
  'agent/get': ['getAgent', (a) => pick(a, 'agentid')],
  'agent/set': ['setAgent', (a) => [a]],
  'agent/list': ['listAgent', (a) => pick(a)],
  'batch/inviteuser': ['batchInviteUser', (a) => [without(a, 'callback'), a.callback]],
  'batch/syncuser': ['batchSyncUser', (a) => pick(a, 'media_id', 'callback')],
  'batch/replaceuser': ['batchReplaceUser', (a) => pick(a, 'media_id', 'callback')],
  'batch/replaceparty': ['batchReplaceParty', (a) => pick(a, 'media_id', 'callback')],
  'get_jsapi_ticket': ['getTicket', (a) => pick(a)],
};

function decrypt(a) {
  const signed = a.echostr !== undefined ? a.echostr : a.encrypted;
  if (crypto.getSignature(a.token, a.timestamp, a.nonce, signed) !== a.signature) throw new Error('the signature is not right');
  const {message, id} = crypto.decrypt(a.aes_key, signed);
  if (id !== a.corp) throw new Error(`it is for ${id}`);
  return message;
}

const clients = {};
let waiting = null;
// The SDK throws in callbacks of sockets, where no caller can catch it.
process.on('uncaughtException', (error) => {
  if (waiting) waiting({error: {type: `uncaught ${error.name}`, code: null, message: error.message, printed: String(error)}});
});

function call(m) {
  if (m.call === 'decrypt') return Promise.resolve({result: decrypt(m.with)});
  const entry = CALLS[m.call];
  if (!entry) throw new Unsupported(`no call for ${m.call}`);
  const [method, convert] = entry;
  const values = convert(m.with);
  return new Promise((resolve) => {
    waiting = resolve;
    clients[m.client][method](...values, (error, data) => {
      if (error) {
        resolve({error: {type: error.name, code: error.code === undefined ? null : error.code, message: error.message, printed: String(error)}});
      } else {
        resolve({result: Buffer.isBuffer(data) ? {base64: data.toString('base64')} : data});
      }
    });
  });
}

async function answer(m) {
  if (m.do === 'hello') {
    const version = installed('wechat-enterprise-api/package.json').version;
    const other = installed('@wecom/crypto/package.json').version;
    return {version: `${version} and ${other}`, calls: [...Object.keys(CALLS), 'decrypt'].sort(), any: false};
  }
  if (m.do === 'open') {
    const api = new API(m.corp, m.secret, m.agent);
    api.prefix = m.base + '/cgi-bin/';
    clients[m.client] = api;
    return {};
  }
  if (m.do === 'close') {
    delete clients[m.client];
    return {};
  }
  try {
    return await call(m);
  } catch (error) {
    if (error instanceof Unsupported) return {unsupported: error.message};
    return {error: {type: error.name, code: null, message: error.message, printed: String(error)}};
  }
}

(async () => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
  }
  process.exit(0);
})();
