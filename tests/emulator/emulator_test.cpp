// The emulator as its users meet it: answers, the admin interface, worlds, faults, determinism, durability.
#include "emulator/platform/emulator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <csignal>
#include <filesystem>
#include <thread>

#include "emulator/platform/admin.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

emulator_options frozen() {
  emulator_options o;
  o.clock.freeze();
  o.clock.set(default_start);
  return o;
}

struct client {
  explicit client(emulator& e, std::string world = {}) : emulator_(e), world_(std::move(world)) {}

  http::response send(std::string method, std::string target, std::string body = {},
                      std::vector<std::pair<std::string, std::string>> headers = {}) {
    http::request r;
    r.method = std::move(method);
    r.target = std::move(target);
    r.body = std::move(body);
    r.peer = peer;
    for (auto& [name, value] : headers) r.headers.add(name, value);
    if (!world_.empty()) r.headers.add(std::string(emulator::world_header), world_);
    return emulator_.answer(r);
  }
  json::value get(const std::string& target) { return json::parse(send("GET", target).content()); }
  json::value post(const std::string& target, const std::string& body) {
    return json::parse(send("POST", target, body).content());
  }
  std::string token(const std::string& secret = "crm-secret") {
    return std::string(get("/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=" + secret)
                           .at("access_token")
                           .as_string());
  }

  std::string peer = "127.0.0.1";

 private:
  emulator& emulator_;
  std::string world_;
};

TEST(emulator, an_error_has_the_platforms_envelope) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto r = c.send("GET", "/cgi-bin/user/get?userid=ada&access_token=made-up");
  EXPECT_EQ(r.status, 200U);
  EXPECT_EQ(r.headers.get("Content-Type"), "application/json; charset=UTF-8");
  EXPECT_EQ(r.headers.get("Error-Code"), "40014");
  const json::value body = json::parse(r.content());
  EXPECT_EQ(body.at("errmsg").as_string(), *r.headers.get("Error-Msg"));
  EXPECT_THAT(std::string(r.content()),
              StartsWith(R"({"errcode":40014,"errmsg":"invalid access_token, hint: [1767574800)"));
  EXPECT_THAT(
      std::string(r.content()),
      HasSubstr("], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=40014"));
  EXPECT_THAT(std::string(r.content()),
              testing::EndsWith(R"("department":[],"order":[],"is_leader_in_dept":[],"direct_leader":[]})"));
}

TEST(emulator, members_stand_before_the_code_where_the_platform_has_them_there) {
  emulator e(all_platforms(), frozen());
  client c(e);
  EXPECT_THAT(std::string(c.send("GET", "/cgi-bin/getcallbackip").content()),
              StartsWith(R"({"ip_list":[],"errcode":41001,)"));
}

TEST(emulator, a_success_carries_no_error_headers) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto r = c.send("GET", "/cgi-bin/user/get?userid=ada&access_token=" + c.token());
  EXPECT_FALSE(r.headers.contains("Error-Code"));
  EXPECT_THAT(std::string(r.content()), StartsWith(R"({"errcode":0,"errmsg":"ok","userid":"ada",)"));
}

TEST(emulator, unknown_paths_are_answered_as_the_platform_does_and_others_with_a_hint) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto theirs = c.send("GET", "/cgi-bin/user/gett");
  EXPECT_EQ(theirs.status, 404U);
  EXPECT_EQ(theirs.content(), "");
  const auto nobodys = c.send("GET", "/cgi_bin/user/get");
  EXPECT_EQ(nobodys.status, 404U);
  EXPECT_THAT(std::string(nobodys.content()), HasSubstr(R"("nearest":"/cgi-bin/user/get")"));
}

TEST(emulator, sloppy_json_is_forgiven_and_mentioned) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const std::string path = "/cgi-bin/department/create?access_token=" + c.token("contacts-secret");
  EXPECT_EQ(c.post(path, R"({"name":"Legal","parentid":1,})").at("errmsg").as_string(),
            "created. Warning: wrong json format. ");
  EXPECT_EQ(c.post(path, R"({"name":"Finance","parentid":"1"})").at("errmsg").as_string(),
            "created. Warning: wrong json format. ");
  EXPECT_THAT(std::string(c.post(path, R"({"name":"Legal","parentid":1,})").at("errmsg").as_string()),
              StartsWith("Warning: wrong json format. department existed: "));
}

TEST(emulator, the_wire_profile_reports_malformed_fields_with_one_code) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const std::string path = "/cgi-bin/department/create?access_token=" + c.token("contacts-secret");
  const std::string body = R"({"parentid":1,"name":")" + std::string(65, 'x') + "\"}";
  EXPECT_EQ(c.post(path, body).at("errcode").as_int64(), 60001);
  c.post("/_errdex/settings", R"({"profile":"wire"})");
  const auto answer = c.post(path, body);
  EXPECT_EQ(answer.at("errcode").as_int64(), 40058);
  EXPECT_THAT(std::string(answer.at("errmsg").as_string()),
              StartsWith("name exceed max utf8 words 64. invalid Request Parameter, hint"));
}

TEST(emulator, the_same_seed_and_the_same_requests_give_the_same_bytes) {
  const auto run = [](std::uint64_t seed) {
    auto o = frozen();
    o.seed = seed;
    emulator e(all_platforms(), o);
    client c(e);
    const std::string token = c.token();
    std::string out = token;
    for (const char* target :
         {"/cgi-bin/user/get?userid=nobody", "/cgi-bin/user/list?department_id=1&fetch_child=1"})
      out += c.send("GET", std::string(target) + "&access_token=" + token).content();
    return out;
  };
  EXPECT_EQ(run(7), run(7));
  EXPECT_NE(run(7), run(8));
}

// --- The admin interface -----------------------------------------------------------------------------

TEST(admin, the_hint_of_an_answer_leads_to_the_check_that_failed) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const std::string token = c.token();
  const std::string message(
      c.get("/cgi-bin/user/get?userid=nobody&access_token=" + token).at("errmsg").as_string());
  const auto start = message.find('[') + 1;
  const std::string hint = message.substr(start, message.find(']') - start);
  EXPECT_EQ(hint.size(), 25U);
  const auto found = c.get("/_errdex/journal/" + hint);
  EXPECT_EQ(found.at("code").as_string(), "wecom:60111");
  EXPECT_EQ(found.at("failed_check").as_string(), "handler");
  EXPECT_EQ(found.at("failure").as_string(), "nobody has the userid nobody");
  // All that passed, in their order; the handler is what failed.
  const auto& checks = found.at("checks").as_array();
  EXPECT_EQ(checks.front().as_string(), "access token");
  EXPECT_EQ(checks.back().as_string(), "fields");
  EXPECT_THAT(json::serialize(c.get("/_errdex/journal")), Not(HasSubstr(token)));
  EXPECT_THAT(json::serialize(c.get("/_errdex/journal")), Not(HasSubstr("crm-secret")));
  EXPECT_EQ(c.get("/_errdex/journal?failed=true").as_array().size(), 1U);
}

TEST(admin, the_clock_makes_tokens_expire) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const std::string token = c.token();
  EXPECT_EQ(c.post("/_errdex/clock", R"({"advance":"1h59m59s"})").at("now").as_string(),
            "2026-01-05T02:59:59.000Z");
  EXPECT_EQ(c.get("/cgi-bin/getcallbackip?access_token=" + token).at("errcode").as_int64(), 0);
  c.post("/_errdex/clock", R"({"advance":"1s"})");
  EXPECT_EQ(c.get("/cgi-bin/getcallbackip?access_token=" + token).at("errcode").as_int64(), 42001);
}

TEST(admin, any_code_can_be_injected_in_the_platforms_envelope) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const std::string call = "/cgi-bin/getcallbackip?access_token=" + c.token();
  const catalog& codes = catalog::builtin();
  for (const entry code : codes.space("wecom").entries()) {
    if (code.number() == 0) continue;
    c.post("/_errdex/faults", R"({"code":"wecom:)" + std::string(code.code()) + R"(","times":1})");
    const auto r = c.send("GET", call);
    EXPECT_EQ(r.status, 200U);
    EXPECT_EQ(r.headers.get("Error-Code"), code.code());
    EXPECT_EQ(json::parse(r.content()).at("errcode").as_int64(), code.number());
  }
  EXPECT_EQ(c.get(call).at("errcode").as_int64(), 0);
}

TEST(admin, a_fault_after_the_effect_keeps_it_and_one_before_does_not) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const std::string token = "?access_token=" + c.token("contacts-secret");
  const auto create = [&](const std::string& name) {
    return c.post("/cgi-bin/department/create" + token, R"({"parentid":1,"name":")" + name + "\"}")
        .at("errcode")
        .as_int64();
  };
  c.post("/_errdex/faults",
         R"({"endpoint":"department/create","code":"wecom:system_busy","phase":"before","times":1})");
  EXPECT_EQ(create("Before"), -1);
  EXPECT_EQ(create("Before"), 0);
  c.post("/_errdex/faults",
         R"({"endpoint":"department/create","code":"wecom:system_busy","phase":"after","times":1})");
  EXPECT_EQ(create("After"), -1);
  EXPECT_EQ(create("After"), 60008);
}

TEST(admin, a_fault_can_be_one_of_http_or_of_the_network) {
  emulator e(all_platforms(), frozen());
  client c(e);
  c.post(
      "/_errdex/faults",
      R"({"status":429,"headers":{"Retry-After":30},"body":"slow down","times":1,"delay":"20ms","cut_after":4})");
  const auto r = c.send("GET", "/cgi-bin/getcallbackip");
  EXPECT_EQ(r.status, 429U);
  EXPECT_EQ(r.headers.get("Retry-After"), "30");
  EXPECT_EQ(r.content(), "slow down");
  EXPECT_EQ(r.delivery.delay, std::chrono::milliseconds(20));
  EXPECT_EQ(r.delivery.cut_after, 4U);
  c.post("/_errdex/faults", R"({"reset":true})");
  EXPECT_TRUE(c.send("GET", "/cgi-bin/getcallbackip").delivery.reset);
}

TEST(admin, what_is_wrong_with_a_request_is_said_in_one_sentence) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto error = [&](const std::string& path, const std::string& body) {
    const auto r = c.send("POST", "/_errdex/" + path, body);
    EXPECT_EQ(r.status, 400U) << body;
    return std::string(json::parse(r.content()).at("error").as_string());
  };
  EXPECT_THAT(error("faults", R"({"code":"wecom:99999999"})"),
              HasSubstr("neither a code nor a name of wecom"));
  EXPECT_THAT(error("faults", R"({"code":"nowhere:1"})"), HasSubstr("spaces are"));
  EXPECT_THAT(error("faults", R"({"times":1})"), HasSubstr("needs an effect"));
  EXPECT_THAT(error("faults", R"({"probability":1.5,"reset":true})"), HasSubstr("from 0 to 1"));
  EXPECT_THAT(error("faults", R"({"prob":1})"), HasSubstr("no key 'prob'"));
  EXPECT_THAT(error("faults", R"({"platform":"weather","reset":true})"), HasSubstr("no platform 'weather'"));
  EXPECT_THAT(error("faults", "[]"), HasSubstr("JSON object"));
  EXPECT_THAT(error("clock", R"({"advance":"2 hours"})"), HasSubstr("duration"));
  EXPECT_THAT(error("clock", R"({"mode":"backwards"})"), HasSubstr("running, frozen or stepped"));
  EXPECT_THAT(error("settings", R"({"profile":"odd"})"), HasSubstr("\"table\" or \"wire\""));
  EXPECT_THAT(error("data", R"({"sql":"DROP TABLE wecom_member"})"),
              HasSubstr("INSERT, UPDATE, DELETE or WITH"));
  EXPECT_EQ(c.send("GET", "/_errdex/nothing").status, 404U);
  EXPECT_EQ(c.send("PUT", "/_errdex/clock").status, 405U);
}

TEST(admin, answers_this_machine_only_unless_a_token_is_given) {
  auto o = frozen();
  {
    emulator e(all_platforms(), o);
    client c(e);
    EXPECT_EQ(c.send("GET", "/_errdex/health", "", {{"Origin", "http://localhost:7340"}}).status, 200U);
    EXPECT_EQ(c.send("GET", "/_errdex/health", "", {{"Origin", "http://localhost.evil.example"}}).status,
              403U);
    EXPECT_EQ(c.send("GET", "/_errdex/health", "", {{"Origin", "https://evil.example"}}).status, 403U);
    EXPECT_EQ(c.send("GET", "/_errdex/health", "", {{"Host", "[::1]:7340"}}).status, 200U);
    EXPECT_EQ(c.send("GET", "/_errdex/health", "", {{"Host", "rebound.evil.example:7340"}}).status, 403U);
    EXPECT_EQ(c.send("GET", "/cgi-bin/getcallbackip", "", {{"Host", "qyapi.weixin.qq.com"}}).status, 200U);
    c.peer = "192.0.2.7";
    EXPECT_EQ(c.send("GET", "/_errdex/health").status, 403U);
  }
  o.admin_token = "open sesame";
  emulator e(all_platforms(), o);
  client c(e);
  c.peer = "192.0.2.7";
  EXPECT_EQ(c.send("GET", "/_errdex/health").status, 403U);
  EXPECT_EQ(c.send("GET", "/_errdex/health", "", {{"Authorization", "Bearer open sesamf"}}).status, 403U);
  EXPECT_EQ(c.send("GET", "/_errdex/health", "", {{"Authorization", "Bearer open sesame"}}).status, 200U);
  // The emulator's own page, opened from elsewhere.
  const std::pair<std::string, std::string> bearer{"Authorization", "Bearer open sesame"};
  EXPECT_EQ(c.send("POST", "/_errdex/reset", "",
                   {{"Origin", "http://build.example:7340"}, {"Host", "build.example:7340"}, bearer})
                .status,
            200U);
  EXPECT_EQ(c.send("POST", "/_errdex/reset", "",
                   {{"Origin", "http://evil.example"}, {"Host", "build.example:7340"}, bearer})
                .status,
            403U);
  // A name that was made to resolve to this machine comes from this machine, and still needs the token.
  c.peer = "127.0.0.1";
  EXPECT_EQ(c.send("POST", "/_errdex/reset", "",
                   {{"Origin", "http://evil.example:7340"}, {"Host", "evil.example:7340"}})
                .status,
            403U);
  EXPECT_EQ(c.send("GET", "/_errdex/data", "", {{"Host", "evil.example:7340"}}).status, 403U);
  EXPECT_EQ(c.send("GET", "/_errdex/data", "", {{"Host", "localhost:7340"}}).status, 200U);
}

TEST(admin, the_journal_says_who_called_and_what_can_be_done_about_the_code) {
  emulator e(all_platforms(), frozen());
  client c(e);
  c.get("/cgi-bin/user/get?userid=nobody&access_token=" + c.token());
  const auto record = c.get("/_errdex/journal/2");
  EXPECT_EQ(record.at("caller").as_string(), "ww0123456789abcdef/crm");
  EXPECT_GE(record.at("took_us").as_int64(), 0);
  EXPECT_EQ(record.at("name").as_string(), "user_not_found");
  EXPECT_TRUE(record.at("title").as_object().contains("zh"));
  // Who follows the journal learns that it has begun anew.
  const auto before = c.get("/_errdex/health").at("journal");
  EXPECT_EQ(before.at("last"), 2);
  c.post("/_errdex/reset", "{}");
  const auto after = c.get("/_errdex/health").at("journal");
  EXPECT_EQ(after.at("last"), 0);
  EXPECT_NE(after.at("cleared"), before.at("cleared"));
}

TEST(admin, data_comes_page_by_page_and_with_secrets_when_asked) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto all = c.get("/_errdex/data/wecom_app").as_array();
  EXPECT_THAT(json::serialize(all), Not(HasSubstr("crm-secret")));
  const auto second = c.get("/_errdex/data/wecom_app?limit=1&offset=1").as_array();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second.front(), all.at(1));
  EXPECT_THAT(json::serialize(c.get("/_errdex/data/wecom_app?unmasked=true")), HasSubstr("crm-secret"));
}

TEST(admin, first_calls_work_as_they_stand) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto calls =
      json::parse(c.send("GET", "/_errdex/first-calls", "", {{"Host", "127.0.0.1:8000"}}).content());
  EXPECT_GE(calls.as_array().size(), 4U);
  const std::string text(calls.at(0).at("text").as_string());
  EXPECT_THAT(text, HasSubstr("http://127.0.0.1:8000/cgi-bin/gettoken?"));
  const auto value = [&](const std::string& name) {
    const auto from = text.find(name + "=") + name.size() + 1;
    return text.substr(from, text.find_first_of("&'\"", from) - from);
  };
  const auto token =
      c.get("/cgi-bin/gettoken?corpid=" + value("corpid") + "&corpsecret=" + value("corpsecret"));
  const auto user = c.get("/cgi-bin/user/get?userid=" + value("userid") +
                          "&access_token=" + std::string(token.at("access_token").as_string()));
  EXPECT_EQ(user.at("errcode"), 0);
}

TEST(admin, endpoints_come_with_fields_and_calls) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto all = c.get("/_errdex/endpoints?platform=wecom&examples=true").as_array();
  std::size_t with_example = 0;
  for (const auto& row : all) with_example += row.at("example").as_string().empty() ? 0U : 1U;
  EXPECT_EQ(with_example, all.size()) << "each has an example of success";
  EXPECT_TRUE(c.get("/_errdex/endpoints?platform=weather").as_array().empty());
}

TEST(admin, openapi_names_each_action) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const auto document = c.get("/_errdex/openapi.json");
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  for (const char* path : {"/_errdex/clock", "/_errdex/faults/{id}", "/_errdex/journal",
                           "/_errdex/snapshots/{id}/restore", "/_errdex/reset"})
    EXPECT_TRUE(document.at("paths").as_object().contains(path)) << path;
}

// --- Worlds ------------------------------------------------------------------------------------------

TEST(worlds, share_nothing) {
  emulator e(all_platforms(), frozen());
  client one(e, "one"), two(e, "two");
  const std::string t1 = "?access_token=" + one.token("contacts-secret"),
                    t2 = "?access_token=" + two.token("contacts-secret");
  one.get("/cgi-bin/user/delete" + t1 + "&userid=ken");
  EXPECT_EQ(one.get("/cgi-bin/user/get" + t1 + "&userid=ken").at("errcode").as_int64(), 60111);
  EXPECT_EQ(two.get("/cgi-bin/user/get" + t2 + "&userid=ken").at("errcode").as_int64(), 0);
  one.post("/_errdex/reset", "");
  EXPECT_EQ(one.get("/cgi-bin/user/get?access_token=" + one.token() + "&userid=ken").at("errcode").as_int64(),
            0);
  EXPECT_THAT(e.world_names(), ElementsAre("main", "one", "two"));
  EXPECT_EQ(one.send("DELETE", "/_errdex/worlds/two").status, 200U);
  EXPECT_EQ(one.send("DELETE", "/_errdex/worlds/main").status, 409U);
}

TEST(worlds, a_snapshot_is_gone_back_to) {
  emulator e(all_platforms(), frozen());
  client c(e);
  const std::string token = "?access_token=" + c.token("contacts-secret");
  c.post("/_errdex/snapshots/before", "");
  c.get("/cgi-bin/user/delete" + token + "&userid=ken");
  EXPECT_EQ(c.send("POST", "/_errdex/snapshots/before/restore").status, 200U);
  // The token is part of the data and was there already.
  EXPECT_EQ(c.get("/cgi-bin/user/get" + token + "&userid=ken").at("errcode").as_int64(), 0);
  EXPECT_EQ(c.send("POST", "/_errdex/snapshots/never/restore").status, 404U);
}

TEST(worlds, there_are_not_more_than_fit) {
  emulator e(all_platforms(), frozen());
  client last(e, "one too many");
  for (std::size_t i = 1; i < emulator::max_worlds; ++i) (void)e.world("w" + std::to_string(i));
  EXPECT_EQ(last.send("GET", "/cgi-bin/getcallbackip").status, 503U);
}

TEST(worlds, several_threads_are_answered_as_if_one_after_the_other) {
  emulator e(all_platforms(), frozen());
  client setup(e);
  const std::string token = "?access_token=" + setup.token("contacts-secret");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&e, &token, t] {
      client c(e);
      for (int i = 0; i < 50; ++i)
        c.post("/cgi-bin/department/create" + token,
               R"({"parentid":1,"name":"T)" + std::to_string(t) + "-" + std::to_string(i) + "\"}");
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(setup.get("/cgi-bin/department/simplelist" + token).at("department_id").as_array().size(), 208U);
}

// --- Fixtures ----------------------------------------------------------------------------------------

TEST(fixture, a_mistake_is_named_with_its_place) {
  const auto complaint = [](const std::string& yaml) {
    auto o = frozen();
    o.fixture = yaml;
    try {
      emulator e(all_platforms(), o);
    } catch (const std::invalid_argument& wrong) {
      return std::string(wrong.what());
    }
    return std::string("accepted");
  };
  EXPECT_THAT(complaint("[1"), HasSubstr("line 1"));
  EXPECT_THAT(complaint("weather: {}"), HasSubstr("'weather'"));
  EXPECT_THAT(complaint("wecom: {corps: [{corpid: ww1, name: A, people: []}]}"),
              HasSubstr("no key 'people'; there are"));
  EXPECT_THAT(
      complaint(
          "wecom: {corps: [{corpid: ww1, name: A, members: [{userid: a, name: A, departments: [1]}]}]}"),
      HasSubstr("ww1, member a"));
  EXPECT_THAT(complaint("wecom: {corps: [{corpid: ww1, name: A}, {corpid: ww1, name: B}]}"),
              HasSubstr("ww1"));
  EXPECT_EQ(complaint("wecom: {corps: [{corpid: ww1, name: A, departments: [{id: 1, name: A}]}]}"),
            "accepted");
}

// --- Durability --------------------------------------------------------------------------------------

/// A folder that is gone at the end.
struct scratch {
  scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "errdex-emulator-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~scratch() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

TEST(durability, a_restart_finds_data_and_clock_and_a_reset_still_goes_back_to_the_fixture) {
  scratch folder;
  auto o = frozen();
  o.state_file = folder.path / "state.db";
  std::string token;
  {
    emulator e(all_platforms(), o);
    client c(e);
    token = c.token("contacts-secret");
    c.get("/cgi-bin/user/delete?userid=ken&access_token=" + token);
    c.post("/_errdex/clock", R"({"advance":"1h"})");
  }
  emulator e(all_platforms(), o);
  client c(e);
  EXPECT_EQ(c.get("/_errdex/clock").at("now").as_string(), "2026-01-05T02:00:00.000Z");
  EXPECT_EQ(c.get("/cgi-bin/user/get?userid=ken&access_token=" + token).at("errcode").as_int64(), 60111);
  EXPECT_NE(c.token(), token);
  c.post("/_errdex/reset", "");
  EXPECT_EQ(c.get("/cgi-bin/user/get?userid=ken&access_token=" + c.token()).at("errcode").as_int64(), 0);
}

TEST(durability, what_was_answered_survives_a_kill_at_any_moment) {
  scratch folder;
  auto o = frozen();
  o.state_file = folder.path / "state.db";
  o.settings.rate_limits = false;
  std::set<std::int64_t> promised;
  for (int round = 0; round < 100; ++round) {
    int pipes[2];
    ASSERT_EQ(pipe(pipes), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(pipes[0]);
      emulator e(all_platforms(), o);
      client c(e);
      const std::string path = "/cgi-bin/department/create?access_token=" + c.token("contacts-secret");
      for (int i = 0;; ++i) {
        const auto answer = c.post(
            path, R"({"parentid":1,"name":"R)" + std::to_string(round) + "-" + std::to_string(i) + "\"}");
        const std::int64_t id = answer.at("id").as_int64();
        if (write(pipes[1], &id, sizeof id) != sizeof id) _exit(1);
      }
    }
    close(pipes[1]);
    // The child dies in the middle of whatever comes after so many answers.
    std::int64_t id = 0;
    for (int answers = 0; answers <= round % 7; ++answers)
      if (read(pipes[0], &id, sizeof id) == sizeof id) promised.insert(id);
    kill(child, SIGKILL);
    while (read(pipes[0], &id, sizeof id) == sizeof id) promised.insert(id);
    close(pipes[0]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
  emulator e(all_platforms(), o);
  client c(e);
  const auto found = c.get("/cgi-bin/department/simplelist?access_token=" + c.token("contacts-secret"));
  std::set<std::int64_t> kept;
  for (const auto& d : found.at("department_id").as_array()) kept.insert(d.at("id").as_int64());
  EXPECT_GE(promised.size(), 100U);
  for (const std::int64_t id : promised)
    EXPECT_TRUE(kept.count(id)) << "department " << id << " was answered and is gone";
}

}  // namespace
}  // namespace errdex::emulation
