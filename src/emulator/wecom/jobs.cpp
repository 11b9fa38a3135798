#include "emulator/wecom/jobs.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/csv.hpp"
#include "emulator/wecom/media.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t results_kept = 5;
constexpr std::chrono::milliseconds shortest{1000};
constexpr std::chrono::milliseconds for_each_row{10};

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_job(jobid TEXT PRIMARY KEY, corp TEXT NOT NULL, app TEXT NOT NULL, kind INTEGER NOT NULL,
  type TEXT NOT NULL, number INTEGER NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL, total INTEGER NOT NULL,
  result TEXT NOT NULL, cleared INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_job_number ON wecom_job(corp, kind, number);
)";

std::int64_t milliseconds_of(instant moment) { return moment.time_since_epoch().count(); }

void tell_end(exchange& x, const job& j, const receiver& to) {
  const auto at = std::chrono::duration_cast<std::chrono::seconds>(j.ends.time_since_epoch()).count();
  xml_writer message = event_message(to, "sys", at, "event");
  message.text("Event", "batch_job_result")
      .begin("BatchJob")
      .text("JobId", j.id)
      .text("JobType", j.type)
      .number("ErrCode", 0)
      .text("ErrMsg", "ok")
      .end("BatchJob");
  notify(x, to, "batch_job_result " + j.type, message, j.ends);
}

}  // namespace

std::int64_t job::progress(instant now) const {
  if (now >= ends) return 100;
  return now <= starts ? 0 : (now - starts) * 100 / (ends - starts);
}

void create_job_tables(store& data) { data.script(schema); }

job start_job(exchange& x, job_kind kind, std::string_view type, std::int64_t total,
              const json::array& result, const std::optional<receiver>& told) {
  job out;
  out.id =
      (kind == job_kind::exported ? "jobid_" : "") + x.ids().text("wecom.job", 43, alphabets::alphanumeric);
  out.type = type;
  out.total = total;
  out.starts = x.now();
  if (kind == job_kind::import) {
    const auto last =
        x.data().number("SELECT max(ends) FROM wecom_job WHERE corp = ? AND kind = ?", x.caller.tenant, kind);
    if (last) out.starts = std::max(out.starts, instant(std::chrono::milliseconds(*last)));
  }
  out.ends = out.starts + shortest + for_each_row * total;
  const auto number = x.ids().next("wecom.job " + x.caller.tenant);
  x.data().run(
      "INSERT INTO wecom_job(jobid, corp, app, kind, type, number, starts, ends, total, result, cleared) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
      out.id, x.caller.tenant, x.caller.app, kind, type, number, milliseconds_of(out.starts),
      milliseconds_of(out.ends), total, json::serialize(result));
  // The id is still known, its result is not.
  x.data().run(
      "UPDATE wecom_job SET cleared = 1, result = '[]' WHERE corp = ?1 AND kind = ?2 AND NOT cleared AND "
      "number NOT IN (SELECT number FROM wecom_job WHERE corp = ?1 AND kind = ?2 ORDER BY number DESC LIMIT "
      "?3)",
      x.caller.tenant, job_kind::import, results_kept);
  if (told) tell_end(x, out, *told);
  return out;
}

job need_job(const exchange& x, job_kind kind) {
  auto row = x.data().query(
      "SELECT type, starts, ends, total, result, cleared FROM wecom_job WHERE jobid = ? AND corp = ? AND app "
      "= ? AND kind = ?",
      x.text("jobid"), x.caller.tenant, x.caller.app, kind);
  if (!row.next())
    throw failure(code::batch_job_not_found,
                  "the app has started no such job with the id " + x.text("jobid"));
  if (row.integer(5) != 0)
    throw failure(code::batch_job_result_cleared, "five jobs were started after this one");
  job out;
  out.id = x.text("jobid");
  out.type = row.text(0);
  out.starts = instant(std::chrono::milliseconds(row.integer(1)));
  out.ends = instant(std::chrono::milliseconds(row.integer(2)));
  out.total = row.integer(3);
  out.result = json::parse(row.text(4)).get_array();
  return out;
}

std::vector<claim> job_claims(job_kind kind) {
  std::vector<claim> out{{code::batch_job_not_found, "the app has started no job of this sort with the id"}};
  if (kind == job_kind::import)
    out.push_back({code::batch_job_result_cleared, "five jobs of the organisation were started after it"});
  return out;
}

field jobid_field() {
  return field("jobid").text().required(code::batch_job_not_found).bytes(1, 64, code::batch_job_not_found);
}

// --- What imports share -------------------------------------------------------------------------------

std::optional<std::size_t> import_file::column(std::initializer_list<std::string_view> names) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (std::find(names.begin(), names.end(), columns[i]) != names.end()) return i;
  return std::nullopt;
}

std::string import_file::cell(std::size_t row, std::optional<std::size_t> column) const {
  return column && *column < rows[row].size() ? rows[row][*column] : std::string();
}

import_file need_import_file(const exchange& x) {
  const auto file = find_media(x, x.text("media_id"));
  if (!file) throw failure(code::media_id_invalid, "there is no such file, or it is older than three days");
  if (file->type != "file")
    throw failure(code::media_id_invalid, "it was uploaded as '" + file->type + "' and not as 'file'");
  auto rows = parse_csv(media_bytes(x, x.text("media_id")));
  if (!rows) throw failure(code::import_file_invalid, "it is no CSV in UTF-8");
  if (rows->size() < 2) throw failure(code::import_file_invalid, "it has no rows");
  import_file out;
  out.columns = std::move(rows->front());
  out.rows.assign(std::make_move_iterator(rows->begin() + 1), std::make_move_iterator(rows->end()));
  return out;
}

std::optional<receiver> import_callback(const exchange& x) {
  if (x.text("callback.url").empty()) return std::nullopt;
  receiver out;
  out.name = x.caller.app;
  out.url = x.text("callback.url");
  out.token = x.text("callback.token");
  out.key = x.text("callback.encodingaeskey");
  if (out.token.empty() || out.key.empty())
    throw failure(code::parameter_invalid,
                  "a callback is signed and encrypted: it needs token and encodingaeskey");
  out.receive_id = x.caller.tenant;
  out.to_user = x.caller.tenant;
  return out;
}

std::vector<field> import_fields() {
  return {field("media_id").text().required(code::media_id_missing),
          field("callback").object(code::parameter_invalid),
          field("callback.url")
              .text(code::callback_url_invalid)
              .form(forms::http_url, "a URL with http:// or https://", "beacon.example/callback",
                    code::callback_url_invalid),
          field("callback.token")
              .text()
              .form(is_callback_token, "1 to 32 letters and digits", "not a token", code::parameter_invalid),
          field("callback.encodingaeskey")
              .text()
              .form(is_callback_key, "43 letters and digits", "short", code::parameter_invalid)};
}

std::vector<claim> import_claims() {
  return {{code::media_id_invalid,
           "no file has the media_id, it is older than three days, or it was not uploaded as 'file'"},
          {code::import_file_invalid, "the file has no rows, or lacks a required column or value"},
          {code::parameter_invalid, "callback.url comes without token or encodingaeskey"}};
}

std::string folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::optional<std::int64_t> digits(std::string_view text) {
  if (text.empty() || text.size() > 10 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  return as_integer(json::value(json::string(text)));
}

}  // namespace errdex::emulation::wecom
