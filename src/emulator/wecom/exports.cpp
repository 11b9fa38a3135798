// export/*: all members, departments or the members of a tag as encrypted files, which can be downloaded for
// two hours.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/jobs.hpp"
#include "emulator/wecom/media.hpp"
#include "emulator/wecom/members.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t smallest_block = 10'000;
constexpr std::int64_t largest_block = 1'000'000;
constexpr std::chrono::hours download_life{2};

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_export_file(file TEXT PRIMARY KEY, corp TEXT NOT NULL, jobid TEXT NOT NULL,
  number INTEGER NOT NULL, encoding_aeskey TEXT NOT NULL, content TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_export_file_job ON wecom_export_file(jobid, number);
)";

/// Collects what is exported into files of at most so many elements.
class blocks {
 public:
  explicit blocks(const exchange& x) : size_(x.integer("block_size", largest_block)) {}

  /// Adds an element to the array of this name.
  void add(std::string_view array, json::value element) {
    if (in_last_ == size_ || files_.empty()) {
      files_.emplace_back(frame_);
      in_last_ = 0;
    }
    files_.back()[array].get_array().push_back(std::move(element));
    ++in_last_;
    ++total_;
  }
  /// What each file begins with: its other members, and the arrays, empty.
  void frame(json::object members) { frame_ = std::move(members); }
  [[nodiscard]] std::vector<json::object> files() const {
    return files_.empty() ? std::vector<json::object>{frame_} : files_;
  }
  [[nodiscard]] std::int64_t total() const noexcept { return total_; }

 private:
  std::int64_t size_, in_last_ = 0, total_ = 0;
  json::object frame_;
  std::vector<json::object> files_;
};

answer start_export(exchange& x, std::string_view type, const blocks& content) {
  const job j = start_job(x, job_kind::exported, type, content.total(), {},
                          app_receiver(x.data(), x.caller.tenant, x.caller.app));
  const instant expires = j.ends + download_life;
  std::int64_t number = 0;
  for (const json::object& file : content.files())
    x.data().run(
        "INSERT INTO wecom_export_file(file, corp, jobid, number, encoding_aeskey, content, expires) "
        "VALUES(?, ?, ?, ?, ?, ?, ?)",
        x.ids().text("wecom.export file", 48, alphabets::alphanumeric), x.caller.tenant, j.id, ++number,
        x.text("encoding_aeskey"), json::serialize(file), expires.time_since_epoch().count());
  return json::object{{"jobid", j.id}};
}

template <typename Show>
answer export_members(exchange& x, std::string_view type, Show show) {
  blocks content(x);
  content.frame({{"userlist", json::array()}});
  auto rows =
      x.data().query("SELECT userid FROM wecom_member WHERE corp = ? ORDER BY userid", x.caller.tenant);
  while (rows.next())
    if (sees_member(x, rows.text(0))) content.add("userlist", show(show_member(x, rows.text(0))));
  return start_export(x, type, content);
}

answer export_users(exchange& x) {
  return export_members(x, "export_user", [](json::object m) { return m; });
}

answer export_users_shortly(exchange& x) {
  return export_members(x, "export_simple_user", [](const json::object& m) {
    return json::object{
        {"userid", m.at("userid")}, {"name", m.at("name")}, {"department", m.at("department")}};
  });
}

answer export_departments(exchange& x) {
  blocks content(x);
  content.frame({{"department", json::array()}});
  auto rows = x.data().query(
      "SELECT id, name, name_en, parent, sort FROM wecom_department WHERE corp = ? ORDER BY id",
      x.caller.tenant);
  while (rows.next())
    if (sees_department(x, rows.integer(0)))
      content.add("department", json::object{{"id", rows.integer(0)},
                                             {"name", rows.text(1)},
                                             {"name_en", rows.text(2)},
                                             {"parentid", rows.integer(3)},
                                             {"order", rows.integer(4)}});
  return start_export(x, "export_department", content);
}

answer export_tag(exchange& x) {
  const std::int64_t tag = x.integer("tagid");
  const auto name =
      x.data().value("SELECT name FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, tag);
  if (!name) throw failure(code::tag_id_invalid, "there is no tag " + std::to_string(tag));
  blocks content(x);
  content.frame({{"tagname", *name}, {"userlist", json::array()}, {"partylist", json::array()}});
  auto members = x.data().query(
      "SELECT m.userid, m.name FROM wecom_tag_member t JOIN wecom_member m ON m.corp = t.corp AND m.userid = "
      "t.id WHERE t.corp = ? AND t.tagid = ? AND t.kind = 'user' ORDER BY m.userid",
      x.caller.tenant, tag);
  while (members.next())
    if (sees_member(x, members.text(0)))
      content.add("userlist", json::object{{"userid", members.text(0)}, {"name", members.text(1)}});
  auto parties = x.data().query(
      "SELECT CAST(id AS INTEGER) FROM wecom_tag_member WHERE corp = ? AND tagid = ? AND kind = 'party' "
      "ORDER BY 1",
      x.caller.tenant, tag);
  while (parties.next())
    if (sees_department(x, parties.integer(0))) content.add("partylist", parties.integer(0));
  return start_export(x, "export_tag", content);
}

answer get_export_result(exchange& x) {
  const job j = need_job(x, job_kind::exported);
  json::array files;
  const bool done = x.now() >= j.ends;
  if (done) {
    const auto host = x.request.headers.get("Host").value_or("127.0.0.1:7340");
    auto rows = x.data().query(
        "SELECT file, encoding_aeskey, content FROM wecom_export_file WHERE jobid = ? ORDER BY number", j.id);
    while (rows.next()) {
      const std::string encrypted = encrypt_bytes(rows.text(1), rows.text(2));
      files.push_back(json::object{{"url", "http://" + std::string(host) +
                                               "/cgi-bin/export/download?file=" + std::string(rows.text(0))},
                                   {"size", encrypted.size()},
                                   {"md5", md5_hex(encrypted)}});
    }
  }
  return json::object{{"status", done ? 2 : x.now() > j.starts ? 1 : 0}, {"data_list", std::move(files)}};
}

/// Where the files lie is no API: without one, the status alone says so.
answer download(exchange& x) {
  auto row =
      x.data().query("SELECT encoding_aeskey, content FROM wecom_export_file WHERE file = ? AND expires > ?",
                     x.text("file"), x.now().time_since_epoch().count());
  if (!row.next()) {
    http::response gone;
    gone.status = 404;
    return gone;
  }
  return send_file(x, encrypt_bytes(row.text(0), row.text(1)), "application/octet-stream", "export.bin");
}

endpoint export_endpoint(std::string_view name, std::string_view path, std::string_view title,
                         endpoint_handler handle) {
  return {
      .name = name,
      .method = "POST",
      .path = path,
      .title = title,
      .group = "batch jobs",
      .credential = access_token,
      .fields = {field("encoding_aeskey")
                     .text()
                     .required(code::parameter_invalid)
                     .form(is_callback_key, "43 letters and digits", "short", code::parameter_invalid),
                 field("block_size").integer().range(smallest_block, largest_block, code::parameter_invalid)},
      .handle = handle};
}

}  // namespace

void create_export_tables(store& data) { data.script(schema); }

void add_exports(endpoint_list& list) {
  list.push_back(export_endpoint("export/simple_user", "/cgi-bin/export/simple_user",
                                 "Export the members, shortly", export_users_shortly));
  list.push_back(export_endpoint("export/user", "/cgi-bin/export/user", "Export the members", export_users));
  list.push_back(export_endpoint("export/department", "/cgi-bin/export/department", "Export the departments",
                                 export_departments));
  endpoint e =
      export_endpoint("export/taguser", "/cgi-bin/export/taguser", "Export who has a tag", export_tag);
  e.fields.insert(e.fields.begin(),
                  field("tagid").integer(code::tag_id_invalid).required(code::tag_id_missing));
  e.raises = {{code::tag_id_invalid, "no tag has the id"}};
  list.push_back(e);
  list.push_back({
      .name = "export/get_result",
      .method = "GET",
      .path = "/cgi-bin/export/get_result",
      .title = "Read where the files of an export are",
      .group = "batch jobs",
      .credential = access_token,
      .fields = {jobid_field()},
      .raises = job_claims(job_kind::exported),
      .empty_arrays = {"data_list"},
      .handle = get_export_result,
  });
  list.push_back({
      .name = "export/download",
      .method = "GET",
      .path = "/cgi-bin/export/download",
      .title = "Download a file of an export, from the address in its result",
      .group = "batch jobs",
      .fields = {field("file").text()},
      .handle = download,
  });
}

}  // namespace errdex::emulation::wecom
