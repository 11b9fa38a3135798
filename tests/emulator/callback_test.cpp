// Callbacks as applications meet them: what is sent when, what is tried again, what the journal keeps.
#include "emulator/platform/callbacks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <mutex>
#include <thread>

#include "emulator/platform/emulator.hpp"
#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/xml.hpp"
#include "http/server.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view corp = "ww0123456789abcdef";
constexpr std::string_view token = "QDG6eK";
constexpr std::string_view key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

/// An application: verifies and decrypts what it gets the way the platform's libraries do.
class application {
 public:
  http::response answer(const std::string& method, std::string_view query, const std::string& body) {
    const auto value = [&](std::string_view name) { return http::query_value(query, name).value_or(""); };
    const std::string encrypted =
        method == "GET" ? value("echostr") : wecom::xml_child(body, "Encrypt").value_or("");
    http::response out;
    const std::lock_guard lock(mutex_);
    ++requests_;
    const auto plain = wecom::decrypt_message(key, encrypted);
    if (wecom::sign_message(token, value("timestamp"), value("nonce"), encrypted) != value("msg_signature") ||
        !plain || plain->receive_id != corp) {
      out.status = 403;
      return out;
    }
    if (method == "GET") {
      out.body = echo_prefix + plain->message;
      return out;
    }
    messages_.push_back(plain->message);
    out.body = reply;
    return out;
  }
  callback_sender sender() {
    return [this](const callback_message& m) {
      if (!unreachable.empty()) {
        ++refused;
        return callback_answer{{}, unreachable, true};
      }
      http::request r;
      r.target = m.url.substr(m.url.find('/', 8));
      return callback_answer{answer(m.method, r.query(), m.body), {}, false};
    };
  }
  http::site site() {
    return {[this](const http::request& r) { return answer(r.method, r.query(), r.body); }, {}, {}};
  }
  std::vector<std::string> messages() const {
    const std::lock_guard lock(mutex_);
    return messages_;
  }
  int requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  std::string reply, echo_prefix;
  std::string unreachable;
  int refused = 0;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> messages_;
  int requests_ = 0;
};

std::string encrypted_reply(std::string_view text, std::string_view signed_with = token) {
  wecom::xml_writer inside;
  inside.text("ToUserName", "ada").text("MsgType", "text").text("Content", text);
  const std::string encrypted = wecom::encrypt_message(key, corp, inside.document(), "0123456789abcdef");
  wecom::xml_writer out;
  out.text("Encrypt", encrypted)
      .text("MsgSignature", wecom::sign_message(signed_with, "1767574800", "n", encrypted))
      .number("TimeStamp", 1767574800)
      .text("Nonce", "n");
  return out.document();
}

class callbacks : public testing::Test {
 protected:
  void start(emulator_options o = {}) {
    o.clock.freeze();
    o.clock.set(default_start);
    if (!o.send_callback && injected) o.send_callback = app.sender();
    emulated = std::make_unique<emulator>(all_platforms(), o);
  }
  json::value admin(const std::string& action, const json::object& body = {}, std::string method = "POST") {
    http::request r;
    r.method = std::move(method);
    r.target = "/_errdex/" + action;
    if (r.method == "POST") r.body = json::serialize(body);
    return json::parse(emulated->answer(r).content());
  }
  json::array sent(const std::string& query = {}) {
    return admin("callbacks" + query, {}, "GET").get_array();
  }
  json::value call(const std::string& method, const std::string& path, const json::object& body = {}) {
    http::request r;
    r.method = method;
    r.target = path;
    if (method == "POST") r.body = json::serialize(body);
    return json::parse(emulated->answer(r).content());
  }
  std::string token_of(const std::string& secret) {
    return std::string(call("GET", "/cgi-bin/gettoken?corpid=" + std::string(corp) + "&corpsecret=" + secret)
                           .at("access_token")
                           .as_string());
  }
  json::value save(const std::string& of, const std::string& url = "http://127.0.0.1:9/in?a=b",
                   bool changes = true) {
    return admin("wecom/callback", {{"app", of},
                                    {"url", url},
                                    {"token", token},
                                    {"encoding_aes_key", key},
                                    {"contact_changes", changes}});
  }
  json::value act(const std::string& does, json::object more = {}) {
    more["app"] = "crm";
    if (!more.contains("user")) more["user"] = "ada";
    more["does"] = does;
    return admin("wecom/act", more);
  }
  void make_menu() {
    const auto made =
        call("POST", "/cgi-bin/menu/create?agentid=1000002&access_token=" + token_of("crm-secret"),
             {{"button",
               {{{"type", "click"}, {"name", "Today"}, {"key", "menu1"}},
                {{"name", "More"},
                 {"sub_button",
                  {{{"type", "click"}, {"name", "Inner"}, {"key", "V1001"}},
                   {{"type", "view"}, {"name", "Site"}, {"url", "http://example.com/"}}}}}}}});
    ASSERT_EQ(made.at("errcode").as_int64(), 0) << json::serialize(made);
  }
  delivery_counts deliver() { return emulated->deliver_callbacks(emulated->world()); }

  application app;
  bool injected = true;
  std::unique_ptr<emulator> emulated;
};

// --- Sending -----------------------------------------------------------------------------------------

TEST_F(callbacks, a_member_writes_to_an_app_and_its_reply_is_read) {
  start();
  ASSERT_EQ(save("crm").at("errcode").as_int64(), 0);
  app.reply = encrypted_reply("at your service");
  const auto acted = act("text", {{"content", "]]> hello <&> 你好"}});
  ASSERT_EQ(acted.at("callbacks").as_array().size(), 1U) << json::serialize(acted);
  EXPECT_THAT(app.messages(), IsEmpty());
  EXPECT_EQ(deliver().delivered, 1);
  ASSERT_EQ(app.messages().size(), 1U);
  const std::string message = app.messages().front();
  EXPECT_EQ(wecom::xml_child(message, "ToUserName"), corp);
  EXPECT_EQ(wecom::xml_child(message, "FromUserName"), "ada");
  EXPECT_EQ(wecom::xml_child(message, "CreateTime"), "1767574800");
  EXPECT_EQ(wecom::xml_child(message, "MsgType"), "text");
  EXPECT_EQ(wecom::xml_child(message, "Content"), "]]> hello <&> 你好");
  EXPECT_EQ(wecom::xml_child(message, "AgentID"), "1000002");
  EXPECT_EQ(wecom::xml_child(message, "MsgId")->size(), 19U);
  const auto all = sent();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("state").as_string(), "delivered");
  EXPECT_THAT(std::string(all[0].at("reply").as_string()), HasSubstr("at your service"));
  EXPECT_FALSE(all[0].as_object().contains("problem"));
  const auto record = admin("journal", {}, "GET").as_array().back();
  EXPECT_EQ(record.at("event").as_string(), "message text");
  EXPECT_EQ(record.at("attempt").as_int64(), 1);
  EXPECT_THAT(std::string(record.at("reply").as_string()), HasSubstr("at your service"));
  EXPECT_THAT(json::serialize(admin("journal", {}, "GET")), Not(HasSubstr(key)));
}

TEST_F(callbacks, a_reply_that_is_wrong_is_named) {
  start();
  save("crm");
  make_menu();
  const auto problem = [&](std::string reply) {
    app.reply = std::move(reply);
    act("click", {{"key", "menu1"}});
    EXPECT_EQ(deliver().delivered, 1);
    const auto last = sent().back();
    const auto* p = last.as_object().if_contains("problem");
    return p ? std::string(p->as_string()) : std::string();
  };
  EXPECT_EQ(problem(""), "");
  EXPECT_EQ(problem("success"), "");
  EXPECT_EQ(problem(encrypted_reply("fine")), "");
  EXPECT_THAT(problem(encrypted_reply("forged", "other")), HasSubstr("MsgSignature"));
  EXPECT_THAT(problem("OK"), HasSubstr("neither empty nor"));
  EXPECT_THAT(problem("<xml><Encrypt>QUJD</Encrypt></xml>"), HasSubstr("MsgSignature"));
}

TEST_F(callbacks, are_tried_three_times_by_the_clock_when_nobody_answers) {
  start();
  save("crm");
  app.unreachable = "refused: 127.0.0.1:9";
  act("text", {{"content", "hello"}});
  EXPECT_EQ(deliver().to_retry, 1);
  EXPECT_EQ(deliver().to_retry, 0) << "not before its time";
  admin("clock", {{"advance", "4999ms"}});
  EXPECT_EQ(deliver().to_retry, 0);
  admin("clock", {{"advance", "1ms"}});
  EXPECT_EQ(deliver().to_retry, 1);
  admin("clock", {{"advance", "5s"}});
  EXPECT_EQ(deliver().failed, 1);
  admin("clock", {{"advance", "1h"}});
  EXPECT_EQ(deliver().failed, 0);
  EXPECT_EQ(app.refused, 3);
  const auto given_up = sent("?state=failed");
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_EQ(given_up[0].at("tried").as_int64(), 3);
  EXPECT_EQ(given_up[0].at("problem").as_string(), "refused: 127.0.0.1:9");
  std::vector<std::int64_t> attempts;
  const json::value journal = admin("journal", {}, "GET");
  for (const auto& r : journal.as_array())
    if (r.as_object().contains("attempt") && r.at("event").as_string() == "message text")
      attempts.push_back(r.at("attempt").as_int64());
  EXPECT_THAT(attempts, ElementsAre(1, 2, 3));
}

TEST_F(callbacks, a_second_attempt_can_succeed_and_says_the_same) {
  start();
  save("crm");
  app.unreachable = "timed out";
  act("text", {{"content", "hello"}});
  deliver();
  app.unreachable.clear();
  admin("clock", {{"advance", "5s"}});
  EXPECT_EQ(deliver().delivered, 1);
  EXPECT_EQ(wecom::xml_child(app.messages().front(), "CreateTime"), "1767574800");
  EXPECT_EQ(sent()[0].at("tried").as_int64(), 2);
}

TEST_F(callbacks, an_answer_that_is_an_error_is_not_tried_again) {
  start();
  save("crm");
  act("text", {{"content", "hello"}});
  admin("data", {{"sql", "UPDATE wecom_callback SET token = 'changed'"}});
  act("text", {{"content", "with another token"}});
  EXPECT_EQ(deliver().failed, 1);
  const auto failed = sent("?state=failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].at("answer").at("status").as_int64(), 403);
  EXPECT_EQ(failed[0].at("tried").as_int64(), 1);
}

TEST_F(callbacks, go_to_this_machine_unless_a_host_is_allowed) {
  emulator_options o;
  o.callback_hosts = {"app.example.com"};
  start(o);
  save("crm");
  const auto problem_at = [&](const std::string& url) {
    admin("data", {{"sql", "UPDATE wecom_app SET callback_url = '" + url + "' WHERE app = 'crm'"}});
    act("text", {{"content", "hello"}});
    deliver();
    const auto last = sent().back();
    const auto* p = last.as_object().if_contains("problem");
    return p ? std::string(p->as_string()) : std::string();
  };
  const int before = app.requests();
  EXPECT_THAT(problem_at("http://192.0.2.7/in"), HasSubstr("--allow-callbacks-to 192.0.2.7"));
  EXPECT_THAT(problem_at("http://127.0.0.1.example.com/in"), HasSubstr("this machine alone"));
  EXPECT_THAT(problem_at("http://169.254.169.254/in"), HasSubstr("this machine alone"));
  EXPECT_THAT(problem_at("file:///etc/passwd"), HasSubstr("none of http or https"));
  EXPECT_EQ(app.requests(), before);
  EXPECT_EQ(problem_at("http://app.example.com/in"), "");
  EXPECT_EQ(problem_at("http://localhost:8080/in"), "");
  EXPECT_EQ(problem_at("http://[::1]:8080/in"), "");
  EXPECT_EQ(app.requests(), before + 3);
}

TEST_F(callbacks, that_are_under_way_when_the_world_is_reset_leave_no_trace) {
  emulator_options o;
  o.send_callback = [this](const callback_message& m) {
    if (m.method == "POST") admin("reset");
    return app.sender()(m);
  };
  start(o);
  save("crm");
  act("text", {{"content", "hello"}});
  deliver();
  EXPECT_THAT(sent(), IsEmpty());
  EXPECT_THAT(admin("journal", {}, "GET").as_array(), IsEmpty());
}

TEST_F(callbacks, of_a_change_that_was_taken_back_are_taken_back_with_it) {
  start();
  save("crm");
  world& w = emulated->world();
  {
    const std::lock_guard lock(w.mutex);
    transaction t(w.data);
    callback_message m;
    m.platform = "wecom";
    m.url = "http://127.0.0.1:9/";
    w.callbacks.add(m, w.clock.now(), w.clock.now());
  }
  EXPECT_THAT(sent(), IsEmpty());
  EXPECT_EQ(deliver().failed, 0);
}

TEST_F(callbacks, that_are_pending_survive_a_restart) {
  std::string name = (std::filesystem::temp_directory_path() / "errdex-callbacks-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  emulator_options o;
  o.state_file = folder / "state.db";
  start(o);
  save("crm");
  act("text", {{"content", "before"}});
  emulated.reset();
  start(o);
  EXPECT_EQ(deliver().delivered, 1);
  emulated.reset();
  start(o);
  EXPECT_EQ(deliver().delivered, 0);
  EXPECT_EQ(sent("?state=delivered").size(), 1U);
  emulated.reset();
  std::filesystem::remove_all(folder);
}

// --- The URL is checked before it is saved -------------------------------------------------------------

TEST_F(callbacks, a_url_is_saved_when_the_app_answers_with_the_echo_and_nothing_else) {
  start();
  const auto refusal = [&](const json::value& answered) {
    EXPECT_EQ(answered.at("errcode").as_int64(), 40057) << json::serialize(answered);
    return std::string(answered.at("problem").as_string());
  };
  app.echo_prefix = "\xef\xbb\xbf";
  EXPECT_THAT(refusal(save("crm")), HasSubstr("a BOM"));
  app.echo_prefix.clear();
  app.unreachable = "timed out";
  EXPECT_EQ(refusal(save("crm")), "timed out");
  app.unreachable.clear();
  EXPECT_THAT(refusal(save("crm", "ftp://127.0.0.1/")), HasSubstr("none of http or https"));
  EXPECT_THAT(refusal(save("crm", "http://192.0.2.7/")), HasSubstr("--allow-callbacks-to"));
  EXPECT_THAT(
      refusal(admin("wecom/callback", {{"app", "crm"}, {"url", "http://127.0.0.1/"}, {"token", "a b"}})),
      HasSubstr("token"));
  EXPECT_THAT(act("text", {{"content", "x"}}).at("error").as_string(), HasSubstr("no callback"));
  EXPECT_EQ(save("crm").at("errcode").as_int64(), 0);
  EXPECT_EQ(act("text", {{"content", "x"}}).at("callbacks").as_array().size(), 1U);
  EXPECT_EQ(admin("wecom/callback", {{"app", "crm"}, {"url", ""}}).at("errcode").as_int64(), 0);
  EXPECT_THAT(act("text", {{"content", "x"}}).at("error").as_string(), HasSubstr("no callback"));
}

// --- What members do -----------------------------------------------------------------------------------

TEST_F(callbacks, members_enter_subscribe_and_click) {
  start();
  save("crm");
  EXPECT_THAT(act("enter").at("note").as_string(), HasSubstr("nothing is sent"));
  admin("data", {{"sql", "UPDATE wecom_app SET report_enter = 1, report_location = 1 WHERE app = 'crm'"}});
  EXPECT_EQ(act("enter").at("callbacks").as_array().size(), 2U);
  EXPECT_THAT(act("click", {{"key", "V1001"}}).at("error").as_string(), HasSubstr("no menu"));
  make_menu();
  EXPECT_THAT(act("click", {{"key", "V1002"}}).at("error").as_string(), HasSubstr("no button"));
  act("click", {{"key", "V1001"}});
  act("view", {{"key", "http://example.com/"}});
  act("subscribe", {{"user", "frances"}});
  deliver();
  std::vector<std::string> events;
  for (const std::string& m : app.messages())
    events.push_back(wecom::xml_child(m, "Event").value_or("") + " " +
                     wecom::xml_child(m, "EventKey").value_or("-"));
  EXPECT_THAT(events, ElementsAre("enter_agent ", "LOCATION -", "click V1001", "view http://example.com/",
                                  "subscribe -"));
  // Who joins is active from then on.
  EXPECT_EQ(call("GET", "/cgi-bin/user/get?userid=frances&access_token=" + token_of("crm-secret"))
                .at("status")
                .as_int64(),
            1);
}

TEST_F(callbacks, an_action_that_cannot_be_is_refused) {
  start();
  save("crm");
  save("sales");
  EXPECT_THAT(act("dance").at("error").as_string(), HasSubstr("'does' must be"));
  EXPECT_THAT(act("text").at("error").as_string(), HasSubstr("'content' must be given"));
  EXPECT_THAT(act("text", {{"user", "nobody"}, {"content", "x"}}).at("error").as_string(),
              HasSubstr("nobody"));
  EXPECT_THAT(act("text", {{"contents", "x"}}).at("error").as_string(), HasSubstr("no key 'contents'"));
  EXPECT_THAT(admin("wecom/act", {{"app", "sales"}, {"user", "linus"}, {"does", "text"}, {"content", "x"}})
                  .at("error")
                  .as_string(),
              HasSubstr("not among those"));
  EXPECT_THAT(
      admin("wecom/act", {{"app", "1000099"}, {"user", "ada"}, {"does", "enter"}}).at("error").as_string(),
      HasSubstr("no app"));
}

// --- Changes of the contacts ---------------------------------------------------------------------------

TEST_F(callbacks, the_assistant_is_told_of_what_others_change_and_not_of_its_own_calls) {
  start();
  save("contacts");
  const std::string query = "?access_token=" + token_of("contacts-secret");
  call("POST", "/cgi-bin/user/create" + query,
       {{"userid", "hedy"}, {"name", "Hedy"}, {"mobile", "13800000101"}, {"department", {4}}});
  EXPECT_THAT(sent(), IsEmpty());
  const auto console = [&](const std::string& endpoint, const json::object& with) {
    const auto answered = admin("wecom/contacts", {{"endpoint", endpoint}, {"with", with}});
    EXPECT_EQ(answered.at("errcode").as_int64(), 0) << json::serialize(answered);
  };
  console("user/create", {{"userid", "joan"},
                          {"name", "Joan <Clarke>"},
                          {"mobile", "13800000102"},
                          {"department", {4, 6}},
                          {"is_leader_in_dept", {1, 0}},
                          {"position", "Lead"}});
  console("user/update", {{"userid", "joan"}, {"position", "Head"}, {"department", {6}}});
  console("user/update", {{"userid", "joan"}, {"position", "Head"}});
  console("user/update", {{"userid", "auto_100001"}, {"new_userid", "newcomer"}});
  console("user/delete", {{"userid", "joan"}});
  console("department/create", {{"name", "Legal"}, {"parentid", 1}, {"id", 20}});
  console("department/update", {{"id", 20}, {"name", "Law"}, {"parentid", 2}});
  console("department/delete", {{"id", 20}});
  deliver();
  const auto m = app.messages();
  ASSERT_EQ(m.size(), 7U);
  const auto part = [&](std::size_t i, std::string_view name) {
    return wecom::xml_child(m[i], name).value_or("-");
  };
  std::vector<std::string> types;
  for (std::size_t i = 0; i < m.size(); ++i) {
    EXPECT_EQ(part(i, "Event"), "change_contact");
    EXPECT_EQ(part(i, "FromUserName"), "sys");
    EXPECT_EQ(part(i, "AgentID"), "-");
    types.push_back(part(i, "ChangeType"));
  }
  EXPECT_THAT(types, ElementsAre("create_user", "update_user", "update_user", "delete_user", "create_party",
                                 "update_party", "delete_party"));
  EXPECT_EQ(part(0, "UserID"), "joan");
  EXPECT_EQ(part(0, "Name"), "Joan <Clarke>");
  EXPECT_EQ(part(0, "Department"), "4,6");
  EXPECT_EQ(part(0, "IsLeaderInDept"), "1,0");
  EXPECT_EQ(part(0, "Mobile"), "13800000102");
  EXPECT_EQ(part(0, "Status"), "4");
  // Only what has changed.
  EXPECT_EQ(part(1, "Position"), "Head");
  EXPECT_EQ(part(1, "Department"), "6");
  EXPECT_EQ(part(1, "Name"), "-");
  EXPECT_EQ(part(1, "Mobile"), "-");
  EXPECT_EQ(part(2, "UserID"), "auto_100001");
  EXPECT_EQ(part(2, "NewUserID"), "newcomer");
  EXPECT_EQ(part(4, "Id"), "20");
  EXPECT_EQ(part(4, "ParentId"), "1");
  EXPECT_EQ(part(5, "Name"), "Law");
  EXPECT_EQ(part(5, "ParentId"), "2");
}

TEST_F(callbacks, the_wire_profile_tells_little_as_the_live_service_does) {
  start();
  save("contacts");
  admin("settings", {{"profile", "wire"}});
  const auto update = [&](const json::object& with) {
    admin("wecom/contacts", {{"endpoint", "user/update"}, {"with", with}});
  };
  update({{"userid", "ken"}, {"position", "Head"}});
  EXPECT_THAT(sent(), IsEmpty());
  update({{"userid", "ken"}, {"name", "Ken H"}, {"department", {4}}});
  deliver();
  ASSERT_EQ(app.messages().size(), 1U);
  EXPECT_EQ(wecom::xml_child(app.messages()[0], "Department"), "4");
  EXPECT_FALSE(wecom::xml_child(app.messages()[0], "Name"));
}

TEST_F(callbacks, an_app_is_told_of_what_it_sees) {
  start();
  save("sales");
  const std::string query = "?access_token=" + token_of("contacts-secret");
  const auto create = [&](const std::string& id, const std::string& mobile, std::int64_t department) {
    call("POST", "/cgi-bin/user/create" + query,
         {{"userid", id}, {"name", id}, {"mobile", mobile}, {"department", {department}}});
  };
  create("seen", "13800000101", 6);
  create("unseen", "13800000102", 4);
  call("GET", "/cgi-bin/user/delete" + query + "&userid=unseen");
  call("GET", "/cgi-bin/user/delete" + query + "&userid=seen");
  deliver();
  ASSERT_EQ(app.messages().size(), 2U);
  EXPECT_EQ(wecom::xml_child(app.messages()[0], "UserID"), "seen");
  EXPECT_EQ(wecom::xml_child(app.messages()[1], "ChangeType"), "delete_user");
}

TEST_F(callbacks, tags_tell_whom_they_were_given) {
  start();
  save("contacts");
  const std::string query = "?access_token=" + token_of("crm-secret");
  call("POST", "/cgi-bin/tag/addtagusers" + query,
       {{"tagid", 2}, {"userlist", {"linus", "ken", "nobody"}}, {"partylist", {6, 7}}});
  call("POST", "/cgi-bin/tag/deltagusers" + query, {{"tagid", 2}, {"userlist", {"ken", "ada"}}});
  deliver();
  ASSERT_EQ(app.messages().size(), 2U);
  EXPECT_EQ(wecom::xml_child(app.messages()[0], "ChangeType"), "update_tag");
  EXPECT_EQ(wecom::xml_child(app.messages()[0], "TagId"), "2");
  EXPECT_EQ(wecom::xml_child(app.messages()[0], "AddUserItems"), "linus,ken");
  EXPECT_EQ(wecom::xml_child(app.messages()[0], "AddPartyItems"), "7");
  EXPECT_EQ(wecom::xml_child(app.messages()[1], "DelUserItems"), "ken");
}

// --- Jobs ----------------------------------------------------------------------------------------------

TEST_F(callbacks, the_end_of_a_job_is_told_at_its_end) {
  start();
  save("crm");
  const std::string query = "?access_token=" + token_of("crm-secret");
  const auto started = call("POST", "/cgi-bin/export/user" + query, {{"encoding_aeskey", key}});
  EXPECT_EQ(deliver().delivered, 0);
  admin("clock", {{"advance", "2s"}});
  EXPECT_EQ(deliver().delivered, 1);
  const std::string message = app.messages().back();
  EXPECT_EQ(wecom::xml_child(message, "Event"), "batch_job_result");
  EXPECT_THAT(message, HasSubstr("<JobType><![CDATA[export_user]]></JobType><ErrCode>0</ErrCode>"));
  EXPECT_THAT(message, HasSubstr(started.at("jobid").as_string()));
  const auto result = call(
      "GET", "/cgi-bin/export/get_result" + query + "&jobid=" + std::string(started.at("jobid").as_string()));
  const auto& file = result.at("data_list").at(0);
  std::string url(file.at("url").as_string());
  http::request download;
  download.method = "GET";
  download.target = url.erase(0, url.find("/cgi-bin"));
  const std::string encrypted(emulated->answer(download).content());
  EXPECT_EQ(static_cast<std::int64_t>(encrypted.size()), file.at("size").as_int64());
  EXPECT_EQ(wecom::md5_hex(encrypted), file.at("md5").as_string());
  const auto plain = json::parse(wecom::decrypt_bytes(key, encrypted).value());
  EXPECT_EQ(plain.at("userlist").as_array().size(), 9U);
  EXPECT_EQ(plain.at("userlist").at(0).at("mobile").as_string(), "13800000001");
  admin("clock", {{"advance", "2h"}});
  EXPECT_EQ(emulated->answer(download).status, 404U);
}

// --- Over the network ----------------------------------------------------------------------------------

TEST_F(callbacks, reach_a_server_by_themselves) {
  injected = false;
  start();
  http::server receiving(app.site(), {});
  receiving.start();
  callback_worker worker(*emulated);
  ASSERT_EQ(save("crm", receiving.url() + "/in").at("errcode").as_int64(), 0);
  app.reply = "success";
  act("text", {{"content", "hello"}});
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (sent("?state=delivered").empty() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_EQ(app.messages().size(), 1U);
  EXPECT_EQ(admin("callbacks/deliver").at("by").as_string(), "worker");
}

TEST_F(callbacks, a_server_that_is_down_is_found_when_it_is_up_again) {
  injected = false;
  start();
  std::uint16_t port = 0;
  {
    http::server receiving(app.site(), {});
    receiving.start();
    port = receiving.port();
    ASSERT_EQ(save("crm", receiving.url() + "/in").at("errcode").as_int64(), 0);
  }
  act("text", {{"content", "hello"}});
  EXPECT_EQ(deliver().to_retry, 1);
  http::server_options same;
  same.port = port;
  http::server again(app.site(), same);
  again.start();
  admin("clock", {{"advance", "5s"}});
  const auto delivered = admin("callbacks/deliver");
  EXPECT_EQ(delivered.at("by").as_string(), "request");
  EXPECT_EQ(delivered.at("delivered").as_int64(), 1);
  EXPECT_EQ(delivered.at("pending").as_int64(), 0);
  EXPECT_EQ(app.messages().size(), 1U);
}

TEST_F(callbacks, are_described_with_the_rest_of_the_interface) {
  start();
  const auto paths = admin("openapi.json", {}, "GET").at("paths").as_object();
  for (const char* path : {"/_errdex/callbacks", "/_errdex/callbacks/{id}", "/_errdex/callbacks/deliver",
                           "/_errdex/wecom/act", "/_errdex/wecom/callback", "/_errdex/wecom/contacts"})
    EXPECT_TRUE(paths.contains(path)) << path;
  EXPECT_THAT(admin("callbacks?state=odd", {}, "GET").at("error").as_string(),
              HasSubstr("pending, delivered"));
  EXPECT_THAT(admin("callbacks/77", {}, "GET").at("error").as_string(), HasSubstr("no callback 77"));
  EXPECT_THAT(admin("callbacks/deliver", {}, "GET").at("error").as_string(), HasSubstr("method"));
}

TEST_F(callbacks, of_a_fixture_are_there_at_the_start) {
  const auto complaint = [&](const std::string& callback) {
    emulator_options o;
    o.fixture =
        "wecom: {corps: [{corpid: ww1, name: A, departments: [{id: 1, name: A}], apps: [{id: a, agentid: 7, "
        "secret: s, scope: {departments: [1]}}], members: [{userid: m, name: M, departments: [1]}], "
        "callbacks: [" +
        callback + "]}]}";
    try {
      start(o);
    } catch (const std::invalid_argument& wrong) {
      return std::string(wrong.what());
    }
    return std::string();
  };
  const std::string good =
      "{app: a, url: \"http://127.0.0.1:9/\", token: t, encoding_aes_key: " + std::string(key);
  EXPECT_EQ(complaint(good + "}"), "");
  EXPECT_EQ(admin("wecom/act", {{"app", "7"}, {"user", "m"}, {"does", "text"}, {"content", "x"}})
                .at("callbacks")
                .as_array()
                .size(),
            1U);
  EXPECT_THAT(complaint("{app: b, url: u, token: t, encoding_aes_key: k}"), HasSubstr("no app 'b'"));
  EXPECT_THAT(complaint("{app: a, url: u, token: t, encoding_aes_key: k}"), HasSubstr("43 letters"));
  EXPECT_THAT(complaint(good + ", odd: 1}"), HasSubstr("no key 'odd'"));
}

}  // namespace
}  // namespace errdex::emulation
