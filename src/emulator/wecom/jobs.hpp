// Asynchronous jobs: imports and exports of the contacts.
//
// What a job does, it does when it is started; its progress and its result are told by the clock: a second,
// and ten milliseconds for each row. Imports of an organisation run one after the other, and the results of
// the last five are kept.
#pragma once

#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/wecom/events.hpp"

namespace errdex::emulation::wecom {

enum class job_kind : std::uint8_t { import = 1, exported = 2 };

struct job {
  std::string id;
  std::string type;  ///< "sync_user", "export_department" …
  instant starts{}, ends{};
  std::int64_t total = 0;
  boost::json::array result;  ///< Of an import, a member for each row.

  /// In percent at that moment; 100 from its end on.
  [[nodiscard]] std::int64_t progress(instant now) const;
};

/// Writes down a job that starts now, or when the one before it ends, and queues batch_job_result for its end
/// when somebody takes it. Returns it with its id.
job start_job(exchange& x, job_kind kind, std::string_view type, std::int64_t total,
              const boost::json::array& result, const std::optional<receiver>& told);

/// The job that this application has started under the id; throws batch_job_not_found or
/// batch_job_result_cleared.
[[nodiscard]] job need_job(const exchange& x, job_kind kind);

/// What `need_job` throws.
[[nodiscard]] std::vector<claim> job_claims(job_kind kind);
/// The field that names a job.
[[nodiscard]] field jobid_field();

void create_job_tables(store& data);
void add_user_imports(endpoint_list& list);
void add_department_imports(endpoint_list& list);
void add_exports(endpoint_list& list);
void create_export_tables(store& data);

// --- What imports share.

/// The columns of a file: the first row, and for each further one its cells.
struct import_file {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  /// The place of a column that has one of these names; nothing when none has.
  [[nodiscard]] std::optional<std::size_t> column(std::initializer_list<std::string_view> names) const;
  /// A cell; empty when the row is too short or there is no such column.
  [[nodiscard]] std::string cell(std::size_t row, std::optional<std::size_t> column) const;
};
/// The file of media_id; throws media_id_invalid, and import_file_invalid when it is no CSV or has no rows.
[[nodiscard]] import_file need_import_file(const exchange& x);
/// Where the request wants to be told of the end; throws when it names a URL without token and key.
[[nodiscard]] std::optional<receiver> import_callback(const exchange& x);
/// The fields media_id and callback, and what the functions above throw.
[[nodiscard]] std::vector<field> import_fields();
[[nodiscard]] std::vector<claim> import_claims();
/// The text in small letters, as userids compare.
[[nodiscard]] std::string folded(std::string_view text);
/// A number of digits alone; nothing for another text, or one that is too long.
[[nodiscard]] std::optional<std::int64_t> digits(std::string_view text);

}  // namespace errdex::emulation::wecom
