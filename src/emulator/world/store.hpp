// The data of a world: an SQLite database, in memory or in a file.
//
//   store data;                                            // In memory.
//   data.script("CREATE TABLE member(id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID");
//   transaction change(data);
//   data.run("INSERT INTO member VALUES(?, ?)", "ada", "Ada");
//   change.commit();
//   for (auto row = data.query("SELECT id, name FROM member"); row.next();) use(row.text(0), row.text(1));
//   auto name = data.value("SELECT name FROM member WHERE id = ?", "ada");   // std::optional<std::string>
//
// Statements are prepared once and kept. Not safe for several threads at a time: a world has a lock.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace errdex::emulation {

/// The database refused: a broken constraint, a full disk, a statement that is wrong.
class store_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class store;

/// A statement that is running. Texts are valid until `next` is called again or the query ends.
class query {
 public:
  query(query&& other) noexcept;
  query(const query&) = delete;
  query& operator=(const query&) = delete;
  query& operator=(query&&) = delete;
  ~query();

  /// Goes to the next row; false behind the last.
  bool next();
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string_view column_name(int column) const;

 private:
  friend class store;
  query(store& owner, std::vector<sqlite3_stmt*>& home, sqlite3_stmt* statement) noexcept
      : owner_(&owner), home_(&home), statement_(statement) {}
  void bind(int position, std::nullptr_t);
  void bind(int position, std::int64_t value);
  void bind(int position, std::string_view value);
  template <typename Value>
  void bind_any(int position, const Value& value) {
    if constexpr (std::is_same_v<Value, std::nullptr_t>) {  // Before texts: it converts to one.
      bind(position, nullptr);
    } else if constexpr (std::is_enum_v<Value> || std::is_integral_v<Value>) {
      bind(position, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
      bind(position, std::string_view(value));
    } else {  // An optional.
      if (value) return bind_any(position, *value);
      bind(position, nullptr);
    }
  }

  store* owner_;
  std::vector<sqlite3_stmt*>* home_;  // Where the statement goes back to.
  sqlite3_stmt* statement_;
};

/// A copy of all the data at one moment.
class store_image {
 public:
  explicit store_image(sqlite3* copy) noexcept : copy_(copy) {}
  store_image(const store_image&) = delete;
  store_image& operator=(const store_image&) = delete;
  ~store_image();
  [[nodiscard]] sqlite3* handle() const noexcept { return copy_; }
  /// Held while it is read: several worlds may go back to one image at a time.
  [[nodiscard]] std::mutex& mutex() const noexcept { return mutex_; }

 private:
  sqlite3* copy_;
  mutable std::mutex mutex_;
};

class store {
 public:
  /// In memory, or in `file`, where a transaction that was committed survives the death of the process and
  /// of the machine. Throws store_error when the file cannot be opened or is no database.
  explicit store(const std::string& file = {});
  store(const store&) = delete;
  store& operator=(const store&) = delete;
  ~store();

  /// Statements without results and without parameters, such as a schema.
  void script(const std::string& sql);

  /// Starts a statement with its parameters: integers, enumerations, texts, nullptr, optionals of them.
  template <typename... Values>
  [[nodiscard]] emulation::query query(std::string_view sql, const Values&... values) {
    emulation::query q = prepare(sql);
    int position = 0;
    (q.bind_any(++position, values), ...);
    return q;
  }
  /// Runs a statement that changes data; returns how many rows it changed.
  template <typename... Values>
  std::int64_t run(std::string_view sql, const Values&... values) {
    {
      auto q = query(sql, values...);
      while (q.next()) {
      }
    }
    return changes();
  }
  /// The same with parameters that are known only at run time, as texts.
  std::int64_t run_with(std::string_view sql, const std::vector<std::optional<std::string>>& values);
  /// The first column of the first row as text; nothing without a row or when it is NULL.
  template <typename... Values>
  [[nodiscard]] std::optional<std::string> value(std::string_view sql, const Values&... values) {
    auto q = query(sql, values...);
    if (!q.next() || q.is_null(0)) return std::nullopt;
    return std::string(q.text(0));
  }
  /// The same as an integer.
  template <typename... Values>
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view sql, const Values&... values) {
    auto q = query(sql, values...);
    if (!q.next() || q.is_null(0)) return std::nullopt;
    return q.integer(0);
  }
  /// Whether there is a row.
  template <typename... Values>
  [[nodiscard]] bool exists(std::string_view sql, const Values&... values) {
    return query(sql, values...).next();
  }

  /// Everything as it is now. No transaction may be open.
  [[nodiscard]] std::shared_ptr<const store_image> copy();
  /// Replaces everything by what was copied, from this store or another.
  void restore(const store_image& image);

  /// Rows changed since the store was opened; it grows with each change.
  [[nodiscard]] std::int64_t total_changes() const noexcept;

 private:
  friend class emulation::query;
  friend class transaction;
  enum class phase : std::uint8_t { none = 0, wanted = 1, begun = 2 };
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>()(s); }
  };

  [[nodiscard]] emulation::query prepare(std::string_view sql);
  [[nodiscard]] emulation::query find_statement(std::string_view sql);
  [[nodiscard]] std::int64_t changes() const noexcept;
  [[noreturn]] void refuse(const char* doing) const;

  sqlite3* db_ = nullptr;
  phase transaction_ = phase::none;
  // Statements at rest, by their text; one that runs twice at a time is prepared twice.
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>, hash, std::equal_to<>> statements_;
};

/// What is done while it lives happens as a whole or, without `commit`, not at all.
class transaction {
 public:
  explicit transaction(store& data);
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  ~transaction();
  void commit();

 private:
  store& data_;
  bool open_ = true;
};

}  // namespace errdex::emulation
