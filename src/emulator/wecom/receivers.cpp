#include "emulator/wecom/receivers.hpp"

#include <algorithm>
#include <boost/json/string.hpp>
#include <set>

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

std::optional<std::int64_t> number_of(const std::string& text) {
  return as_integer(json::value(json::string(text)));
}

void take_column(std::set<std::string>& into, query rows) {
  while (rows.next()) into.emplace(rows.text(0));
}

void take_department(const exchange& x, std::set<std::string>& into, std::int64_t id) {
  take_column(
      into,
      x.data().query(
          "WITH RECURSIVE down(id) AS (SELECT ?2 UNION SELECT d.id FROM wecom_department d JOIN down ON "
          "d.parent = down.id WHERE d.corp = ?1) SELECT m.userid FROM wecom_membership m JOIN down ON "
          "m.department = down.id WHERE m.corp = ?1",
          x.caller.tenant, id));
}

bool take_user(const exchange& x, std::set<std::string>& into, const std::string& userid) {
  const auto found = find_member(x, userid);
  if (!found || !sees_member(x, *found)) return false;
  into.insert(*found);
  return true;
}

bool take_party(const exchange& x, std::set<std::string>& into, const std::string& party) {
  const auto id = number_of(party);
  if (!id || !department_exists(x, *id) || !sees_department(x, *id)) return false;
  take_department(x, into, *id);
  return true;
}

bool take_tag(const exchange& x, std::set<std::string>& into, const std::string& tag) {
  const auto id = number_of(tag);
  if (!id || !x.data().exists("SELECT 1 FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, *id) ||
      !sees_tag(x, *id))
    return false;
  take_column(into, x.data().query("SELECT m.userid FROM wecom_tag_member t JOIN wecom_member m ON m.corp = "
                                   "t.corp AND m.userid = t.id "
                                   "WHERE t.corp = ? AND t.tagid = ? AND t.kind = 'user'",
                                   x.caller.tenant, *id));
  auto parties = x.data().query(
      "SELECT CAST(id AS INTEGER) FROM wecom_tag_member WHERE corp = ? AND tagid = ? AND kind = 'party'",
      x.caller.tenant, *id);
  while (parties.next()) take_department(x, into, parties.integer(0));
  return true;
}

void take_everyone(const exchange& x, std::set<std::string>& into) {
  const bool all = sees_everything(x);
  auto rows = x.data().query("SELECT userid FROM wecom_member WHERE corp = ?", x.caller.tenant);
  while (rows.next())
    if (all || sees_member(x, rows.text(0))) into.emplace(rows.text(0));
}

}  // namespace

receivers find_receivers(const exchange& x, const receiver_request& wanted) {
  receivers out;
  std::set<std::string> users;
  if (wanted.everyone) {
    take_everyone(x, users);
  } else {
    for (const std::string& user : wanted.users)
      if (!take_user(x, users, user)) out.bad_users.push_back(lower_case(user));
    for (const std::string& party : wanted.parties)
      if (!take_party(x, users, party)) out.bad_parties.push_back(party);
    for (const std::string& tag : wanted.tags)
      if (!take_tag(x, users, tag)) out.bad_tags.push_back(tag);
  }
  out.users.assign(users.begin(), users.end());
  return out;
}

std::vector<std::string> split_ids(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string& part : split(text, '|')) {
    const auto first = part.find_first_not_of(' ');
    if (first != std::string::npos) out.push_back(part.substr(first, part.find_last_not_of(' ') - first + 1));
  }
  return out;
}

std::string join_ids(const std::vector<std::string>& ids, char separator) {
  std::string out;
  for (const std::string& id : ids) {
    if (!out.empty()) out += separator;
    out += id;
  }
  return out;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace errdex::emulation::wecom
