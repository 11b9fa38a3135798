#include "emulator/wecom/events.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/callback_crypto.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_callback(corp TEXT NOT NULL, app TEXT NOT NULL, token TEXT NOT NULL,
  encoding_aes_key TEXT NOT NULL, contact_changes INTEGER NOT NULL, PRIMARY KEY(corp, app)) WITHOUT ROWID;
)";

std::string with_query(std::string url, std::string_view query) {
  if (const auto fragment = url.find('#'); fragment != std::string::npos) url.resize(fragment);
  url += url.find('?') == std::string::npos ? '?' : '&';
  return url.append(query);
}

/// "msg_signature=…&timestamp=…&nonce=…" for an encrypted text.
std::string signed_query(const receiver& to, std::int64_t at, std::string_view nonce,
                         std::string_view encrypted) {
  const std::string timestamp = std::to_string(at);
  return "msg_signature=" + sign_message(to.token, timestamp, nonce, encrypted) + "&timestamp=" + timestamp +
         "&nonce=" + std::string(nonce);
}

std::string make_nonce(world& w) { return w.ids.text("wecom.callback nonce", 10, alphabets::digits); }

std::string encrypt_for(world& w, const receiver& to, std::string_view message) {
  return encrypt_message(to.key, to.receive_id, message,
                         w.ids.text("wecom.callback random", 16, alphabets::alphanumeric));
}

std::int64_t seconds_of(instant moment) {
  return std::chrono::duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count();
}

std::string trimmed(std::optional<std::string> text) {
  if (!text) return {};
  const auto first = text->find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text->substr(first, text->find_last_not_of(" \t\r\n") + 1 - first);
}

}  // namespace

void create_event_tables(store& data) { data.script(schema); }

void load_callbacks(world& w, const std::string& corp, const json::value& part) {
  if (!part.is_array()) throw std::invalid_argument("fixture, " + corp + ", callbacks: must be a sequence");
  for (const json::value& v : part.get_array()) {
    const fixture_part p(v, corp + ", callback of " + fixture_part(v, corp + ", callback").text("app"));
    p.only({"app", "url", "token", "encoding_aes_key", "contact_changes"});
    const std::string app = p.needed("app"), token = p.needed("token"), key = p.needed("encoding_aes_key");
    const auto kind = w.data.value("SELECT kind FROM wecom_app WHERE corp = ? AND app = ?", corp, app);
    if (!kind) p.refuse("there is no app '" + app + "'");
    if (!is_callback_token(token)) p.refuse("'token' must have 1 to 32 letters and digits");
    if (!is_callback_key(key)) p.refuse("'encoding_aes_key' must have 43 letters and digits");
    w.data.run("UPDATE wecom_app SET callback_url = ? WHERE corp = ? AND app = ?", p.needed("url"), corp,
               app);
    w.data.run(
        "INSERT INTO wecom_callback(corp, app, token, encoding_aes_key, contact_changes) VALUES(?, ?, ?, ?, "
        "?)",
        corp, app, token, key, p.number("contact_changes", *kind == "contacts" ? 1 : 0));
  }
}

std::optional<receiver> app_receiver(store& data, std::string_view corp, std::string_view app) {
  auto row = data.query(
      "SELECT a.callback_url, c.token, c.encoding_aes_key, a.agentid FROM wecom_app a JOIN wecom_callback c "
      "ON c.corp = a.corp AND c.app = a.app WHERE a.corp = ? AND a.app = ? AND a.enabled",
      corp, app);
  if (!row.next() || row.text(0).empty()) return std::nullopt;
  receiver out;
  out.name = app;
  out.url = row.text(0);
  out.token = row.text(1);
  out.key = row.text(2);
  if (!is_callback_key(out.key)) return std::nullopt;
  out.receive_id = corp;
  out.to_user = corp;
  if (row.integer(3) != 0) out.agent = row.integer(3);
  return out;
}

xml_writer event_message(const receiver& to, std::string_view from, std::int64_t created,
                         std::string_view type) {
  xml_writer out;
  out.text("ToUserName", to.to_user)
      .text("FromUserName", from)
      .number("CreateTime", created)
      .text("MsgType", type);
  return out;
}

std::uint64_t notify(world& w, const receiver& to, std::string_view event, const xml_writer& message,
                     std::optional<instant> due) {
  const instant now = w.clock.now(), at = due.value_or(now);
  callback_message m;
  m.platform = "wecom";
  m.event = event;
  m.plain = message.document();
  const std::string encrypted = encrypt_for(w, to, m.plain);
  m.url = with_query(to.url, signed_query(to, seconds_of(at), make_nonce(w), encrypted));
  m.content_type = "text/xml";
  xml_writer around;
  around.text("ToUserName", to.to_user).text("Encrypt", encrypted);
  if (to.agent) around.text("AgentID", std::to_string(*to.agent));
  m.body = around.document();
  m.context = json::serialize(
      json::object{{"name", to.name}, {"token", to.token}, {"key", to.key}, {"receive_id", to.receive_id}});
  return w.callbacks.add(m, now, at);
}

callback_message url_check(world& w, const receiver& to, std::string_view echo) {
  callback_message m;
  m.platform = "wecom";
  m.event = "url check";
  m.method = "GET";
  m.plain = echo;
  m.attempts = 1;
  m.answer_within = std::chrono::milliseconds(1000);
  const std::string encrypted = encrypt_for(w, to, echo);
  m.url = with_query(to.url, signed_query(to, w.clock.seconds(), make_nonce(w), encrypted) +
                                 "&echostr=" + http::percent_encode(encrypted));
  return m;
}

void read_reply(const callback_message& sent, callback_outcome& outcome) {
  outcome.accepted = outcome.status == 200;
  if (!outcome.accepted) {
    outcome.problem = "the application answered with the HTTP status " + std::to_string(outcome.status);
    return;
  }
  if (outcome.answer.empty() || outcome.answer == "success") return;
  // The event has arrived. What is wrong with the reply is told, but nothing is sent again for it.
  const json::value context = json::parse(sent.context);
  const auto known = [&](std::string_view key) {
    const auto* v = find_path(context.get_object(), key);
    return v ? scalar_text(*v).value_or("") : std::string();
  };
  const std::string encrypted = trimmed(xml_child(outcome.answer, "Encrypt"));
  if (encrypted.empty()) {
    outcome.problem = "the reply is neither empty nor 'success' nor XML with <Encrypt>";
    return;
  }
  const std::string signature = trimmed(xml_child(outcome.answer, "MsgSignature"));
  if (signature != sign_message(known("token"), trimmed(xml_child(outcome.answer, "TimeStamp")),
                                trimmed(xml_child(outcome.answer, "Nonce")), encrypted)) {
    outcome.problem = "MsgSignature of the reply is not that of its Encrypt, TimeStamp and Nonce";
    return;
  }
  const auto plain = decrypt_message(known("key"), encrypted);
  if (!plain) {
    outcome.problem = "the reply is not encrypted with the EncodingAESKey";
    return;
  }
  if (plain->receive_id != known("receive_id")) {
    outcome.problem = "the reply ends in the receiveid '" + plain->receive_id + "' in place of '" +
                      known("receive_id") + "'";
    return;
  }
  outcome.reply = plain->message;
  if (!xml_child(plain->message, "MsgType")) outcome.problem = "the reply is no XML with <MsgType>";
}

}  // namespace errdex::emulation::wecom
