// The documents' rules, one by one, and the properties that hold for every code.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>
#include <string>

#include "errdex/handle.hpp"
#include "sample_catalog.hpp"

namespace errdex {
namespace {

using std::chrono::milliseconds;

struct asked {
  std::string body;
  int status = 200;
  std::vector<header_field> headers{};
  std::string_view url{};
  std::string_view platform{};
};

/// A decision points into its evidence, which lives here until the test program ends.
decision decide_on(const asked& given, const operation& op = {}, const decision_policy& policy = {}) {
  static std::deque<asked> kept;
  const asked& a = kept.emplace_back(given);
  const evidence e{
      .body = a.body, .http_status = a.status, .headers = a.headers, .url = a.url, .platform = a.platform};
  return decide(diagnose(e), e, op, policy);
}

constexpr operation idempotent{.repeat = repeatability::idempotent};

asked wecom(int code, const std::string& message = "x") {
  return {.body = "{\"errcode\":" + std::to_string(code) + ",\"errmsg\":\"" + message + "\"}",
          .platform = "wecom"};
}
asked feishu(int code, const std::string& message, int status = 400) {
  return {.body = "{\"code\":" + std::to_string(code) + ",\"msg\":\"" + message + "\"}",
          .status = status,
          .platform = "feishu.server"};
}
asked wrapped(const std::string& sub_code, const std::string& sub_message) {
  return {.body = "{\"errcode\":88,\"sub_code\":\"" + sub_code + "\",\"sub_msg\":\"" + sub_message +
                  "\",\"errmsg\":\"ding talk error[subcode=" + sub_code + ",submsg=" + sub_message +
                  "]\",\"request_id\":\"15r\"}",
          .url = "/topapi/v2/user/get"};
}

TEST(Decide, BusyIsRetriedAtMostThreeTimes) {
  for (std::uint32_t attempt = 1; attempt <= 3; ++attempt) {
    const auto d = decide_on(wecom(-1), {.repeat = repeatability::idempotent, .attempts = attempt});
    EXPECT_EQ(d.action, verdict::retry);
    EXPECT_EQ(d.rule, decision_rule::documented_retries);
    EXPECT_TRUE(d.repeat);
    EXPECT_EQ(d.attempts_left, 4 - attempt);
  }
  const auto last = decide_on(wecom(-1), {.repeat = repeatability::idempotent, .attempts = 4});
  EXPECT_FALSE(last.repeat);
  EXPECT_EQ(last.rule, decision_rule::attempts_used_up);
}

TEST(Decide, BusyAfterAnUnsafeWriteIsNotRepeatedBlindly) {
  const auto d = decide_on(wecom(-1));
  EXPECT_EQ(d.action, verdict::retry);
  EXPECT_FALSE(d.repeat);
  EXPECT_TRUE(d.may_have_executed);
  EXPECT_EQ(d.rule, decision_rule::may_have_executed);
  EXPECT_TRUE(decide_on(wecom(-1), {.repeat = repeatability::keyed}).repeat);
}

TEST(Decide, TokensOfWecomAreRefreshedOnce) {
  for (const int code : {40014, 42001}) {
    const auto d = decide_on(wecom(code));
    EXPECT_EQ(d.action, verdict::refresh_token) << code;
    EXPECT_TRUE(d.repeat) << "a refused call has no effect, so even a write is repeated";
    EXPECT_FALSE(d.may_have_executed);
    const auto again = decide_on(wecom(code), {.attempts = 2, .token_refreshes = 1});
    EXPECT_FALSE(again.repeat);
    EXPECT_EQ(again.rule, decision_rule::already_refreshed);
  }
}

TEST(Decide, AWrongSecretOfWecomIsNeverRepeated) {
  const auto d = decide_on(wecom(40001), idempotent);
  EXPECT_EQ(d.action, verdict::fix_setup);
  EXPECT_FALSE(d.repeat);
}

TEST(Decide, ALimitIsWaitedOutForItsOwnWindow) {
  const auto d = decide_on(wecom(45009));
  EXPECT_EQ(d.action, verdict::slow_down);
  EXPECT_TRUE(d.repeat);
  EXPECT_EQ(d.rule, decision_rule::window_of_limit);
  EXPECT_EQ(d.delay, std::chrono::minutes(1));
}

TEST(Decide, FeishuSaysWhenItsWindowResets) {
  auto a = feishu(99991400, "request trigger frequency limit", 429);
  a.headers = {{"X-Ogw-Ratelimit-Limit", "100"}, {"X-Ogw-RateLimit-Reset", "37"}, {"Retry-After", "99"}};
  const auto d = decide_on(a);
  EXPECT_EQ(d.rule, decision_rule::reset_header);
  EXPECT_EQ(d.delay, std::chrono::seconds(37));
  a.headers = {{"retry-after", "12"}};
  EXPECT_EQ(decide_on(a).rule, decision_rule::retry_after_header);
  EXPECT_EQ(decide_on(a).delay, std::chrono::seconds(12));
  a.headers = {{"retry-after", "soon"}};
  EXPECT_NE(decide_on(a).rule, decision_rule::retry_after_header);
  a.headers = {{"retry-after", "999999999999"}};
  EXPECT_EQ(decide_on(a).rule, decision_rule::wait_too_long);
  EXPECT_FALSE(decide_on(a).repeat);
}

TEST(Decide, DingTalkNamesTheEndOfAThrottleInItsText) {
  asked a{
      .body =
          R"({"errcode":90002,"errmsg":"您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了,\n apiPath(/user/list), 从 2019-02-13 20:40:04 到 2019-02-13 20:40:04 \n请求总次数超过了 300 次, 处罚将在 2019-02-13 20:40:05 结束."})",
      .platform = "dingtalk"};
  // 20:40:05 in China is 12:40:05 UTC: 1550061605.
  const auto d = decide_on(a, {.now = 1550061600});
  EXPECT_EQ(d.action, verdict::slow_down);
  EXPECT_EQ(d.rule, decision_rule::end_time_in_text);
  EXPECT_EQ(d.delay, std::chrono::seconds(5));
  EXPECT_EQ(decide_on(a, {.now = 1550061700}).delay, std::chrono::seconds(1))
      << "it is over: the least pause";
  EXPECT_NE(decide_on(a).rule, decision_rule::end_time_in_text) << "without a clock the window counts";
}

TEST(Decide, TheWrapperOfDingTalkIsJudgedByItsSubCode) {
  EXPECT_EQ(decide_on(wrapped("40014", "不合法的access_token")).action, verdict::refresh_token);
  const auto scope = decide_on(
      wrapped("60011", "应用尚未开通所需的权限：[qyapi_get_member], {requiredScopes=[qyapi_get_member]}"));
  EXPECT_EQ(scope.action, verdict::grant_permission);
  EXPECT_EQ(scope.detail.kind, detail_kind::scope);
  EXPECT_EQ(scope.detail.text, "qyapi_get_member");
  const auto address =
      decide_on(wrapped("60020", "访问ip不在白名单之中,request ip=203.0.113.7 appKey(ding-example)"));
  EXPECT_EQ(address.action, verdict::fix_setup);
  EXPECT_EQ(address.detail.kind, detail_kind::address);
  EXPECT_EQ(address.detail.text, "203.0.113.7");
  EXPECT_EQ(decide_on(wrapped("90018", "x")).action, verdict::slow_down);
}

TEST(Decide, OneNumberOfFeishuHasTwoMeanings) {
  EXPECT_EQ(decide_on(feishu(99991663, "Invalid access token for authorization. Please make a test attempt"))
                .action,
            verdict::refresh_token);
  const auto d = decide_on(feishu(99991663, "tenant access token not support"));
  EXPECT_EQ(d.action, verdict::fix_request);
  EXPECT_FALSE(d.repeat);
}

TEST(Decide, NamesTheAddressAndTheHint) {
  const auto d =
      decide_on(wecom(60020,
                      "not allow to access from your ip, hint: [1713777111197560034674942], from ip: "
                      "198.51.100.4, more info at https://open.work.weixin.qq.com/devtool/query?e=60020"));
  EXPECT_EQ(d.action, verdict::fix_setup);
  EXPECT_EQ(d.detail.kind, detail_kind::address);
  EXPECT_EQ(d.detail.text, "198.51.100.4");
  const auto hint = decide_on(wecom(-1, "system busy, hint: [1713777111197560034674942]"));
  EXPECT_EQ(hint.detail.kind, detail_kind::hint);
  EXPECT_EQ(hint.detail.text, "1713777111197560034674942");
  const auto field =
      decide_on(wecom(40058, "text.content exceed max length 5120. invalid Request Parameter"));
  EXPECT_EQ(field.detail.kind, detail_kind::field);
  EXPECT_EQ(field.detail.text, "text.content");
}

TEST(Decide, AnUnknownCodeIsNotRepeatedOnAGuess) {
  const auto d = decide_on(wecom(49876543), idempotent);
  EXPECT_EQ(d.action, verdict::contact_platform);
  EXPECT_EQ(d.rule, decision_rule::unknown_code);
  EXPECT_FALSE(d.repeat);
}

TEST(Decide, WithoutACodeTheHttpStatusDecides) {
  const auto overloaded = decide_on({.body = "<html>503</html>", .status = 503}, idempotent);
  EXPECT_EQ(overloaded.action, verdict::retry);
  EXPECT_TRUE(overloaded.repeat);
  EXPECT_FALSE(decide_on({.body = "", .status = 502}).repeat);
  EXPECT_EQ(decide_on({.body = "", .status = 429}).action, verdict::slow_down);
  EXPECT_EQ(decide_on({.body = "", .status = 404}).rule, decision_rule::not_recognised);
}

TEST(Decide, SuccessIsNotAnError) {
  const auto d = decide_on(wecom(0, "ok"));
  EXPECT_EQ(d.action, verdict::none);
  EXPECT_EQ(d.rule, decision_rule::success);
  EXPECT_FALSE(d.repeat);
}

// --- The entry's overrides, one condition each -----------------------------------------------------

TEST(Override, ByEndpoint) {
  asked a{.body = R"({"errcode":40001,"errmsg":"获取access_token时Secret错误,或者access_token无效"})",
          .platform = "dingtalk"};
  EXPECT_EQ(decide_on(a).action, verdict::refresh_token);
  const auto d = decide_on(a, {.endpoint = "/gettoken"});
  EXPECT_EQ(d.action, verdict::fix_setup) << "where the token comes from, it is the secret that is wrong";
  EXPECT_EQ(d.source, "override:endpoint");
  EXPECT_FALSE(d.repeat);
  a.url = "https://oapi.dingtalk.com/gettoken?appkey=x";
  EXPECT_EQ(decide_on(a).action, verdict::fix_setup) << "the address of the answer says it as well";
}

TEST(Override, ByApiVersion) {
  const auto a = feishu(1001004, "x");
  EXPECT_EQ(decide_on(a).action, verdict::fix_request);
  const auto d = decide_on(a, {.api_version = "okr v1"});
  EXPECT_EQ(d.action, verdict::fix_state);
  EXPECT_EQ(d.source, "override:api_version");
}

TEST(Override, ByHttpStatus) {
  EXPECT_EQ(decide_on(feishu(1051002, "x", 400)).action, verdict::fix_request);
  const auto d = decide_on(feishu(1051002, "x", 403));
  EXPECT_EQ(d.action, verdict::grant_permission);
  EXPECT_EQ(d.source, "override:http_status");
}

TEST(Override, BySubCode) {
  EXPECT_EQ(decide_on(wrapped("90020", "x")).action, verdict::raise_quota);
  EXPECT_EQ(decide_on(wrapped("90020", "x")).source, "override:sub_code");
}

TEST(Override, ByMessage) {
  EXPECT_EQ(decide_on(feishu(9499, "too many request")).action, verdict::slow_down);
  EXPECT_EQ(decide_on(feishu(9499, "too many request")).source, "override:message");
  EXPECT_EQ(decide_on(feishu(9499, "Bad Request")).action, verdict::fix_request);
}

TEST(Override, ByKindOfToken) {
  draft::catalog c = sample::draft();
  auto e = sample::entry("acme.billing", "217900", "token_not_accepted");
  e.overrides = {{{{"token", "user_access_token"}}, verdict::reauthorize, ""}};
  c.entries.push_back(e);
  const catalog codes = sample::compile(c);
  const evidence answer{.body = R"({"code":217900,"msg":"x"})", .platform = "acme"};
  const auto d = diagnose(answer, codes);
  EXPECT_EQ(decide(d, answer, {.token = "app_access_token"}).action, verdict::fix_request);
  const auto other = decide(d, answer, {.token = "user_access_token"});
  EXPECT_EQ(other.action, verdict::reauthorize);
  EXPECT_EQ(other.source, "override:token");
}

// --- The rest of the documents' rules ----------------------------------------------------------------

TEST(Decide, TheResetHeaderOfFeishuComesBeforeRetryAfter) {
  auto a = feishu(99991400, "request trigger frequency limit", 429);
  a.headers = {{"Retry-After", "99"}, {"x-ogw-ratelimit-reset", "3"}};
  EXPECT_EQ(decide_on(a).delay, std::chrono::seconds(3));
}

TEST(Decide, ALimitWithAWindowOfADayIsNotWaitedOutByAProgram) {
  decision_policy patient;
  patient.longest_wait = std::chrono::hours(48);
  std::size_t long_windows = 0;
  for (const entry e : catalog::builtin().entries()) {
    if (e.verdict() != verdict::slow_down) continue;
    const auto d = diagnose_code(e.code(), e.space().name());
    const auto waits = decide(d, {}, idempotent, patient);
    if (waits.rule != decision_rule::window_of_limit || waits.delay <= decision_policy{}.longest_wait)
      continue;
    ++long_windows;
    const auto gives_up = decide(d, {}, idempotent);
    EXPECT_EQ(gives_up.rule, decision_rule::wait_too_long) << e.space().name() << ':' << e.code();
    EXPECT_FALSE(gives_up.repeat);
    EXPECT_EQ(gives_up.delay, waits.delay) << "the caller may come back then";
  }
  EXPECT_GT(long_windows, 0u);
}

TEST(Decide, NamesTheConsolePageAndTheScopeOfFeishu) {
  const auto d =
      decide_on(feishu(99991672,
                       "Access denied. One of the following scopes is required: [contact:user.id:readonly]. "
                       "https://open.feishu.cn/app/cli_example/auth?q=contact:user.id:readonly",
                       400));
  EXPECT_EQ(d.action, verdict::grant_permission);
  EXPECT_EQ(d.detail.kind, detail_kind::scope);
  EXPECT_EQ(d.detail.text, "contact:user.id:readonly");
  const auto page =
      decide_on(feishu(99991672, "Access denied, see https://open.feishu.cn/app/cli_example/auth"));
  EXPECT_EQ(page.detail.kind, detail_kind::link);
  EXPECT_EQ(page.detail.text, "https://open.feishu.cn/app/cli_example/auth");
}

TEST(Decide, NamesTheFieldThatFeishuFindsWrong) {
  const asked a{
      .body =
          R"({"code":99992402,"msg":"field validation failed","error":{"log_id":"20250612103000ABCDEF0123456789ABCD","field_violations":[{"field":"receive_id","description":"receive_id is required"}]}})",
      .status = 400};
  const auto d = decide_on(a);
  EXPECT_EQ(d.action, verdict::fix_request);
  EXPECT_EQ(d.detail.kind, detail_kind::field);
  EXPECT_EQ(d.detail.text, "receive_id");
}

TEST(Decide, ByCodeAndNeverByMessageAlone) {
  // The words of a token that expired do not make a refresh of another code.
  EXPECT_EQ(decide_on(wecom(48002, "access_token expired")).action, decide_on(wecom(48002)).action);
  EXPECT_EQ(decide_on(wecom(60011, "system busy, try again")).repeat, false);
}

/// What must never be sent twice by a program, whatever the operation: it can be used once, or each
/// wrong attempt does harm.
TEST(Decide, OneTimeCodesPasswordsAndSignaturesAreNeverRepeated) {
  std::size_t seen = 0;
  for (const entry e : catalog::builtin().entries()) {
    const std::string name(e.name());
    const bool once =
        name.find("login_code") != std::string::npos || name.find("auth_code") != std::string::npos ||
        name.find("signature") != std::string::npos || name.find("secret_wrong") != std::string::npos ||
        name.find("password") != std::string::npos || name.find("nonce") != std::string::npos;
    // A pre-auth code is fetched by the program itself, and a repetition carries a new one.
    if (!once || name.find("pre_auth_code") != std::string::npos) continue;
    ++seen;
    const auto d = diagnose_code(e.code(), e.space().name());
    for (const auto repeat : {repeatability::unsafe, repeatability::idempotent, repeatability::keyed}) {
      EXPECT_FALSE(decide(d, {}, {.repeat = repeat}).repeat)
          << e.space().name() << ':' << e.code() << ' ' << name;
    }
  }
  EXPECT_GT(seen, 20u);
}

TEST(Window, IsReadInEveryUnit) {
  EXPECT_EQ(parse_window("500ms"), milliseconds(500));
  EXPECT_EQ(parse_window("60s"), std::chrono::minutes(1));
  EXPECT_EQ(parse_window("5m"), std::chrono::minutes(5));
  EXPECT_EQ(parse_window("24h"), std::chrono::hours(24));
  EXPECT_EQ(parse_window("1mo"), std::chrono::hours(720));
  for (const auto* bad : {"", "5", "m", "-1s", "5 m", "99999999999s"})
    EXPECT_EQ(parse_window(bad), milliseconds(0)) << bad;
}

RC_GTEST_PROP(DecideProperties, ACallerThatFollowsEveryDecisionStops, ()) {
  const auto& codes = catalog::builtin();
  const auto e = codes.entries()[*rc::gen::inRange<std::size_t>(0, codes.size())];
  const auto repeat =
      *rc::gen::element(repeatability::unsafe, repeatability::idempotent, repeatability::keyed);
  const decision_policy policy;
  operation op{.repeat = repeat};
  const auto d = diagnose_code(e.code(), e.space().name());
  RC_ASSERT(!d.empty());
  std::uint32_t sent = 1;
  for (;; ++sent) {
    RC_ASSERT(sent < 30u);
    const auto x = decide(d, {}, op, policy);
    RC_ASSERT(x.action == d.candidates().front().entry.verdict());
    // Never beyond the documented number, never an unsafe call that may have been executed.
    if (x.repeat && e.retry_limit() && x.action == verdict::retry) RC_ASSERT(sent <= *e.retry_limit());
    if (x.repeat && repeat == repeatability::unsafe) RC_ASSERT(!x.may_have_executed);
    if (x.repeat) RC_ASSERT(x.attempts_left > 0u);
    RC_ASSERT(x.delay >= milliseconds(0));
    if (!x.repeat) break;
    ++op.attempts;
    if (x.action == verdict::refresh_token) ++op.token_refreshes;
  }
}

RC_GTEST_PROP(DecideProperties, AnyBytesAndHeadersGiveADecision, ()) {
  const auto body = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const auto value = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const std::vector<header_field> headers{{"Retry-After", value}, {"x-ogw-ratelimit-reset", value}};
  const evidence e{.body = body, .http_status = *rc::gen::inRange(-5, 700), .headers = headers};
  const auto d =
      decide(diagnose(e), e,
             {.attempts = *rc::gen::arbitrary<std::uint32_t>(), .now = *rc::gen::arbitrary<std::int64_t>()});
  RC_ASSERT(static_cast<unsigned>(d.rule) < decision_rule_count);
  RC_ASSERT(d.delay >= milliseconds(0));
}

}  // namespace
}  // namespace errdex
