#include "emulator/wecom/suite_console.hpp"

#include <mutex>

#include "emulator/platform/emulator.hpp"
#include "emulator/wecom/providers.hpp"
#include "emulator/wecom/suite_events.hpp"
#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

std::string find_suite(const console_call& c) {
  std::string suite = c.needed("suite");
  if (!c.world.data.exists("SELECT 1 FROM wecom_suite WHERE suite = ?", suite))
    throw console_refusal{404, "there is no suite " + suite};
  return suite;
}

std::string find_corp(const console_call& c) {
  const auto found = c.world.data.value(
      "SELECT corpid FROM wecom_corp WHERE ?1 = '' OR corpid = ?1 ORDER BY corpid LIMIT 1", c.text("corp"));
  if (!found) throw console_refusal{404, "there is no organisation " + c.text("corp")};
  return *found;
}

/// The scope as it was written, each part of it "user:", "party:" or "tag:" and an id that the organisation
/// has.
std::string checked_scope(const console_call& c, const std::string& corp) {
  std::string scope = c.text("scope", "party:1");
  for (const std::string& part : split(scope, ',')) {
    const auto colon = std::min(part.find(':'), part.size());
    const std::string kind = part.substr(0, colon), id = part.substr(std::min(colon + 1, part.size()));
    const char* sql = kind == "user" ? "SELECT 1 FROM wecom_member WHERE corp = ? AND userid = ?"
                      : kind == "party"
                          ? "SELECT 1 FROM wecom_department WHERE corp = ? AND CAST(id AS TEXT) "
                            "= ?"
                      : kind == "tag" ? "SELECT 1 FROM wecom_tag WHERE corp = ? AND CAST(tagid AS TEXT) = ?"
                                      : nullptr;
    if (!sql)
      throw console_refusal{
          400, std::string("'scope' must be a list such as \"user:ada,party:3,tag:1\", not ").append(part)};
    if (!c.world.data.exists(sql, corp, id))
      throw console_refusal{404, std::string(corp).append(" has no ").append(part)};
  }
  return scope;
}

}  // namespace

json::value authorize_suite(console_call& c) {
  const std::lock_guard lock(c.world.mutex);
  suite_grant grant;
  grant.suite = find_suite(c);
  grant.corp = find_corp(c);
  const auto user = c.world.data.value(
      "SELECT userid FROM wecom_member WHERE corp = ?1 AND (?2 = '' OR userid = ?2) ORDER BY creator DESC, "
      "userid LIMIT 1",
      grant.corp, c.text("user"));
  if (!user) throw console_refusal{404, grant.corp + " has no member " + c.text("user")};
  grant.userid = *user;
  grant.scope = checked_scope(c, grant.corp);
  grant.state = c.text("state");
  transaction t(c.world.data);
  const std::string issued = make_auth_code(c.world, grant);
  t.commit();
  return json::object{{"auth_code", issued}, {"expires_in", auth_code_life}};
}

json::value withdraw_suite(console_call& c) {
  const std::lock_guard lock(c.world.mutex);
  const std::string suite = find_suite(c), corp = find_corp(c);
  transaction t(c.world.data);
  if (!remove_suite(c.world, corp, suite)) throw console_refusal{409, corp + " does not have the suite"};
  t.commit();
  return json::object{{"corp", corp}, {"removed", suite}};
}

json::value push_suite_ticket(console_call& c) {
  const std::lock_guard lock(c.world.mutex);
  const std::string suite = find_suite(c);
  const bool pushed = suite_receiver(c.world.data, suite).has_value();
  transaction t(c.world.data);
  push_ticket(c.world, suite);
  t.commit();
  return json::object{{"suite_ticket", suite_ticket(c.world, suite, c.world.clock.seconds())},
                      {"pushed", pushed}};
}

}  // namespace errdex::emulation::wecom
