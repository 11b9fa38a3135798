#include "emulator/world/store.hpp"

#include <sqlite3.h>

namespace errdex::emulation {
namespace {

sqlite3* open(const char* name) {
  // Nobody asks SQLite how much memory it has, and counting it takes a lock at each piece.
  [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* db = nullptr;
  // A world has a lock of its own, so SQLite need not take one.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(name, &db, flags, nullptr) != SQLITE_OK) {
    std::string reason = db ? sqlite3_errmsg(db) : "out of memory";
    sqlite3_close(db);
    throw store_error(std::string("cannot open ") + name + ": " + reason);
  }
  // A statement that a user writes can reach no other file.
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  return db;
}

void copy_pages(sqlite3* to, sqlite3* from) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (!backup) throw store_error(std::string("cannot copy the data: ") + sqlite3_errmsg(to));
  sqlite3_backup_step(backup, -1);
  if (sqlite3_backup_finish(backup) != SQLITE_OK)
    throw store_error(std::string("cannot copy the data: ") + sqlite3_errmsg(to));
}

}  // namespace

// --- A running statement -----------------------------------------------------------------------------

query::query(query&& other) noexcept
    : owner_(other.owner_), home_(other.home_), statement_(std::exchange(other.statement_, nullptr)) {}

query::~query() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  home_->push_back(statement_);
}

bool query::next() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) owner_->refuse(sqlite3_sql(statement_));
  return false;
}

std::string_view query::text(int column) const {
  const void* data = sqlite3_column_text(statement_, column);
  if (!data) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t query::integer(int column) const { return sqlite3_column_int64(statement_, column); }

bool query::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

int query::columns() const { return sqlite3_column_count(statement_); }

std::string_view query::column_name(int column) const { return sqlite3_column_name(statement_, column); }

void query::bind(int position, std::nullptr_t) {
  if (sqlite3_bind_null(statement_, position) != SQLITE_OK) owner_->refuse(sqlite3_sql(statement_));
}

void query::bind(int position, std::int64_t value) {
  if (sqlite3_bind_int64(statement_, position, value) != SQLITE_OK) owner_->refuse(sqlite3_sql(statement_));
}

void query::bind(int position, std::string_view value) {
  // A copy: the statement may outlive a temporary that was given to it.
  if (sqlite3_bind_text64(statement_, position, value.empty() ? "" : value.data(), value.size(),
                          SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK)
    owner_->refuse(sqlite3_sql(statement_));
}

// --- The store ---------------------------------------------------------------------------------------

store_image::~store_image() { sqlite3_close(copy_); }

store::store(const std::string& file) : db_(open(file.empty() ? ":memory:" : file.c_str())) {
  try {
    if (file.empty()) {
      script("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON");
    } else {
      sqlite3_busy_timeout(db_, 2000);
      script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    }
  } catch (...) {
    sqlite3_close(db_);
    throw;
  }
}

store::~store() {
  for (auto& [sql, list] : statements_)
    for (sqlite3_stmt* statement : list) sqlite3_finalize(statement);
  sqlite3_close(db_);
}

void store::script(const std::string& sql) {
  char* message = nullptr;
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
  const std::string reason = message ? message : "unknown";
  sqlite3_free(message);
  throw store_error("the database refused: " + reason);
}

query store::prepare(std::string_view sql) {
  emulation::query made = find_statement(sql);
  // To SQLite a savepoint changes nothing, but without a transaction around it it would be one.
  const bool begins = sql.starts_with("SAVEPOINT") || sqlite3_stmt_readonly(made.statement_) == 0;
  if (transaction_ == phase::wanted && begins) {
    transaction_ = phase::begun;
    run("BEGIN");
  }
  return made;
}

query store::find_statement(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end())
    found = statements_.emplace(std::string(sql), std::vector<sqlite3_stmt*>()).first;
  auto& home = found->second;
  if (!home.empty()) {
    sqlite3_stmt* statement = home.back();
    home.pop_back();
    return {*this, home, statement};
  }
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK)
    refuse(found->first.c_str());
  if (!statement) throw store_error("an empty statement");
  return {*this, home, statement};
}

std::int64_t store::run_with(std::string_view sql, const std::vector<std::optional<std::string>>& values) {
  {
    emulation::query q = prepare(sql);
    int position = 0;
    for (const auto& value : values) q.bind_any(++position, value);
    while (q.next()) {
    }
  }
  return changes();
}

std::shared_ptr<const store_image> store::copy() {
  auto image = std::make_shared<store_image>(open(":memory:"));
  copy_pages(image->handle(), db_);
  return image;
}

void store::restore(const store_image& image) {
  const std::lock_guard lock(image.mutex());
  copy_pages(db_, image.handle());
}

std::int64_t store::changes() const noexcept { return sqlite3_changes64(db_); }

std::int64_t store::total_changes() const noexcept { return sqlite3_total_changes64(db_); }

void store::refuse(const char* doing) const {
  throw store_error(std::string("the database refused: ") + sqlite3_errmsg(db_) + " (" + doing + ")");
}

// --- Transactions ------------------------------------------------------------------------------------

// It begins with its first change: most requests only read, and nobody else can change anything meanwhile.
transaction::transaction(store& data) : data_(data) { data_.transaction_ = store::phase::wanted; }

transaction::~transaction() {
  if (!open_) return;
  if (std::exchange(data_.transaction_, store::phase::none) != store::phase::begun) return;
  try {
    data_.run("ROLLBACK");
  } catch (const store_error&) {  // SQLite has rolled back by itself, as after a full disk.
  }
}

void transaction::commit() {
  if (data_.transaction_ == store::phase::begun) data_.run("COMMIT");
  data_.transaction_ = store::phase::none;
  open_ = false;
}

}  // namespace errdex::emulation
