// batch/syncuser and batch/replaceuser: members out of a CSV file. Each row follows the rules of user/create
// or user/update, and its result has their codes.
#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "emulator/wecom/jobs.hpp"
#include "emulator/wecom/perform.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

/// A column of the template and where it goes.
enum class column_form : std::uint8_t { text = 1, numbers = 2, gender = 3, disabled = 4 };
struct known_column {
  std::string_view name;  ///< As the platform's template has it.
  std::string_view argument;
  column_form form = column_form::text;
};
constexpr known_column known_columns[] = {
    {"姓名", "name"},
    {"帐号", "userid"},
    {"账号", "userid"},
    {"微信号", "weixinid"},
    {"手机号", "mobile"},
    {"邮箱", "email"},
    {"所在部门", "department", column_form::numbers},
    {"职位", "position"},
    {"性别", "gender", column_form::gender},
    {"是否部门内领导", "is_leader_in_dept", column_form::numbers},
    {"排序", "order", column_form::numbers},
    {"别名", "alias"},
    {"地址", "address"},
    {"座机", "telephone"},
    {"禁用", "enable", column_form::disabled},
};
/// The template ends in a column whose name only explains the one before it.
constexpr std::string_view explaining_column = "禁用项说明";

json::value value_of(column_form form, const std::string& cell) {
  switch (form) {
    case column_form::text: return json::string(cell);
    case column_form::numbers: {
      json::array out;
      // 0 is no department, so that a text among the ids is refused as an unknown one.
      for (const std::string& part : split(cell, ';')) out.emplace_back(digits(part).value_or(0));
      return out;
    }
    case column_form::gender: return json::string(cell == "男" ? "1" : cell == "女" ? "2" : cell);
    case column_form::disabled: return cell == "1" || cell == "是" ? 0 : 1;
  }
  return nullptr;
}

/// A row as arguments of user/create: what its cells say. Columns that the template does not have are
/// extended attributes.
json::object arguments_of(const import_file& file, std::size_t row) {
  json::object out;
  json::array attributes;
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    const std::string cell = file.cell(row, i);
    const std::string& name = file.columns[i];
    if (cell.empty() || name.empty() || name.rfind(explaining_column, 0) == 0) continue;
    const auto known = std::find_if(std::begin(known_columns), std::end(known_columns),
                                    [&](const known_column& k) { return k.name == name; });
    if (known != std::end(known_columns))
      out[known->argument] = value_of(known->form, cell);
    else
      attributes.push_back(json::object{{"type", 0}, {"name", name}, {"text", {{"value", cell}}}});
  }
  if (!attributes.empty()) out["extattr"] = json::object{{"attrs", std::move(attributes)}};
  return out;
}

/// Refuses a file that cannot be imported as a whole. Returns the userids of its rows.
std::vector<std::string> need_sound_rows(const import_file& file) {
  const auto userid = file.column({"帐号", "账号"}), name = file.column({"姓名"}),
             department = file.column({"所在部门"}), mobile = file.column({"手机号"}),
             email = file.column({"邮箱"});
  if (!userid || !name || !department || (!mobile && !email))
    throw failure(code::import_file_invalid, "a required column is missing");
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (std::size_t row = 0; row < file.rows.size(); ++row) {
    const std::string id = file.cell(row, userid);
    if (id.empty() || file.cell(row, name).empty() || file.cell(row, department).empty() ||
        (file.cell(row, mobile).empty() && file.cell(row, email).empty()))
      throw failure(code::import_file_invalid, "row " + std::to_string(row + 1) + " lacks a required value");
    if (!seen.insert(folded(id)).second)
      throw failure(code::batch_duplicate_user_id, "the userid " + id + " stands in two rows");
    out.push_back(id);
  }
  return out;
}

/// The members whom a replacement deletes.
std::vector<std::string> absent_members(const exchange& x, const std::vector<std::string>& present) {
  std::set<std::string> stay;
  for (const std::string& id : present) stay.insert(folded(id));
  std::vector<std::string> out;
  auto rows =
      x.data().query("SELECT userid FROM wecom_member WHERE corp = ? ORDER BY userid", x.caller.tenant);
  while (rows.next())
    if (stay.count(folded(rows.text(0))) == 0) out.emplace_back(rows.text(0));
  return out;
}

/// Who would go with an incomplete file is too many people for a mistake.
void need_few_deletions(const exchange& x, std::int64_t deleted) {
  const std::int64_t all =
      x.data().number("SELECT count(*) FROM wecom_member WHERE corp = ?", x.caller.tenant).value_or(0);
  const bool guarded = deleted > 50 ? deleted * 100 > all * 20 : deleted < 50 && deleted * 100 > all * 80;
  if (guarded)
    throw failure(code::mass_deletion_blocked,
                  std::to_string(deleted) + " of " + std::to_string(all) + " members would be deleted");
}

json::object result_of(std::string_view userid, const performed& done) {
  return {{"userid", userid}, {"errcode", done.errcode}, {"errmsg", done.failed() ? done.errmsg : "ok"}};
}

answer import_members(exchange& x, std::string_view type, bool replaces) {
  const auto told = import_callback(x);
  const import_file file = need_import_file(x);
  const std::vector<std::string> userids = need_sound_rows(file);
  const std::vector<std::string> gone = replaces ? absent_members(x, userids) : std::vector<std::string>();
  need_few_deletions(x, static_cast<std::int64_t>(gone.size()));
  const auto run = [&](std::string_view endpoint, const json::object& arguments) {
    return perform(x.world, x.platform, endpoint, x.caller, arguments);
  };
  json::array deleted, result;
  // First, so that their numbers and addresses are free for others.
  for (const std::string& id : gone) deleted.push_back(result_of(id, run("user/delete", {{"userid", id}})));
  for (std::size_t row = 0; row < file.rows.size(); ++row) {
    const bool known = find_member(x, userids[row]).has_value();
    result.push_back(
        result_of(userids[row], run(known ? "user/update" : "user/create", arguments_of(file, row))));
  }
  for (auto& d : deleted) result.push_back(std::move(d));
  const auto total = static_cast<std::int64_t>(result.size());
  return json::object{{"jobid", start_job(x, job_kind::import, type, total, result, told).id}};
}

answer sync_members(exchange& x) { return import_members(x, "sync_user", false); }
answer replace_members(exchange& x) { return import_members(x, "replace_user", true); }

answer get_result(exchange& x) {
  const job j = need_job(x, job_kind::import);
  const bool done = x.now() >= j.ends;
  return json::object{{"status", done                 ? 3
                                 : x.now() > j.starts ? 2
                                                      : 1},
                      {"type", j.type},
                      {"total", j.total},
                      {"percentage", j.progress(x.now())},
                      {"result", done ? j.result : json::array()}};
}

std::vector<field> member_fields() {
  std::vector<field> out = import_fields();
  out.push_back(field("to_invite").boolean(code::parameter_invalid));
  return out;
}

std::vector<claim> member_claims() {
  std::vector<claim> out = import_claims();
  out.push_back({code::batch_duplicate_user_id, "two rows have the same userid, in whatever case"});
  return out;
}

}  // namespace

void add_user_imports(endpoint_list& list) {
  list.push_back({
      .name = "batch/syncuser",
      .method = "POST",
      .path = "/cgi-bin/batch/syncuser",
      .title = "Add and change members out of a file",
      .group = "batch jobs",
      .credential = access_token,
      .permission = contacts_write,
      .fields = member_fields(),
      .raises = member_claims(),
      .handle = sync_members,
  });
  std::vector<claim> replacing = member_claims();
  replacing.push_back(
      {code::mass_deletion_blocked,
       "more than 50 members and 20 % of all, or fewer than 50 and more than 80 %, are not in "
       "the file"});
  list.push_back({
      .name = "batch/replaceuser",
      .method = "POST",
      .path = "/cgi-bin/batch/replaceuser",
      .title = "Make the members those of a file",
      .group = "batch jobs",
      .credential = access_token,
      .permission = contacts_write,
      .fields = member_fields(),
      .raises = std::move(replacing),
      .handle = replace_members,
  });
  list.push_back({
      .name = "batch/getresult",
      .method = "GET",
      .path = "/cgi-bin/batch/getresult",
      .title = "Read the result of an import",
      .group = "batch jobs",
      .credential = access_token,
      .permission = contacts_write,
      .fields = {jobid_field()},
      .raises = job_claims(job_kind::import),
      .empty_arrays = {"result"},
      .handle = get_result,
  });
}

}  // namespace errdex::emulation::wecom
