// Ranked full-text search over the built-in catalog: search_index against a scan of the text, SQLite
// FTS5 and Xapian, in one process. Writes a Markdown table.
//
//   search_bench [ROUNDS]        21 unless told otherwise
//
// Every contender gets the same text of every entry, answers the 70 queries of the list below in turn
// (in every round all contenders, so that noise of the machine meets them all) and returns the ten
// best; parsing the query is part of the answer. The figure of a query is the median over the rounds.
#include <sqlite3.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "errdex/search.hpp"

namespace {

using namespace errdex;
using steady = std::chrono::steady_clock;

constexpr std::size_t per_class = 10;
struct query_class {
  const char* name;
  const char* queries[per_class];
};
const query_class classes[] = {
    {"one English word",
     {"token", "department", "signature", "expired", "permission", "calendar", "session", "mobile",
      "clipboard", "bluetooth"}},
    {"two or three English words",
     {"token expired", "department not exist", "invalid secret", "rate limited", "message too long",
      "chat owner", "access denied", "approval instance", "system busy", "mobile number"}},
    {"a code",
     {"40014", "60020", "99991663", "45009", "42001", "1801001", "60011", "40001", "333441", "10006"}},
    {"two Chinese characters",
     {"部门", "过期", "权限", "签名", "频率", "审批", "邮箱", "群主", "繁忙", "素材"}},
    {"three to five Chinese characters",
     {"白名单", "手机号", "机器人", "不存在", "可见范围", "频率限制", "部门不存在", "外部联系人", "通讯录",
      "会议室"}},
    {"both languages",
     {"token 过期", "ip 白名单", "corpid 无效", "userid 不存在", "secret 错误", "media_id 过期", "app 权限",
      "suite_ticket 缺少", "open_id 无效", "jsapi 签名"}},
    {"an identifier",
     {"access_token", "refresh_token", "suite_access_token", "user_id", "tenant_key", "media_id",
      "jsapi_ticket", "permanent_code", "department_id", "client_token"}},
};

std::string text_of(const entry& e) {
  std::string out;
  const auto add = [&](std::string_view t) { out.append(t).append("\n"); };
  add(e.code());
  add(e.name());
  add(e.message());
  for (const std::string_view t : e.aliases()) add(t);
  for (const auto lang : {language::en, language::zh}) {
    add(e.title(lang));
    add(e.cause(lang));
    for (const std::string_view t : e.fix(lang)) add(t);
  }
  for (const limit l : e.limits()) {
    add(l.field);
    for (const std::string_view v : l.values) add(v);
  }
  for (const property p : e.context()) add(p.value);
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

std::vector<std::string> words_of(const std::string& query) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from < query.size();) {
    const std::size_t to = std::min(query.find(' ', from), query.size());
    out.push_back(query.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// SQLite with one FTS5 table of the given tokenizer.
class fts5 {
 public:
  fts5(const std::vector<std::string>& texts, const char* tokenizer, bool trigram, bool ranked)
      : trigram_(trigram) {
    check(sqlite3_open(":memory:", &db_));
    exec("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='" + std::string(tokenizer) + "')");
    exec("BEGIN");
    sqlite3_stmt* insert = prepare("INSERT INTO t(rowid, text) VALUES (?, ?)");
    for (std::size_t i = 0; i < texts.size(); ++i) {
      sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(i));
      sqlite3_bind_text(insert, 2, texts[i].data(), static_cast<int>(texts[i].size()), SQLITE_STATIC);
      if (sqlite3_step(insert) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    exec("COMMIT");
    exec("INSERT INTO t(t) VALUES ('optimize')");
    const std::string order = ranked ? " ORDER BY rank" : "";
    match_ = prepare("SELECT rowid FROM t WHERE t MATCH ?1" + order + " LIMIT 10");
    like_ = prepare("SELECT rowid FROM t WHERE text LIKE ?1 LIMIT 10");
    both_ = prepare("SELECT rowid FROM t WHERE t MATCH ?1 AND text LIKE ?2" + order + " LIMIT 10");
  }
  fts5(const fts5&) = delete;
  fts5& operator=(const fts5&) = delete;
  ~fts5() {
    for (sqlite3_stmt* s : {match_, like_, both_}) sqlite3_finalize(s);
    sqlite3_close(db_);
  }

  std::size_t operator()(const std::string& query) {
    // A trigram index cannot look up what is shorter than three characters: LIKE reads the text.
    std::string match;
    std::string like;
    for (const auto& word : words_of(query)) {
      if (trigram_ && characters(word) < 3) {
        like += "%" + word;
      } else {
        match += (match.empty() ? "\"" : " \"") + word + "\"";
      }
    }
    if (!like.empty()) like += "%";
    sqlite3_stmt* s = like.empty() ? match_ : match.empty() ? like_ : both_;
    const auto bind = [&](int at, const std::string& value) {
      sqlite3_bind_text(s, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    };
    bind(1, match.empty() ? like : match);
    if (!like.empty() && !match.empty()) bind(2, like);
    std::size_t rows = 0;
    while (sqlite3_step(s) == SQLITE_ROW) ++rows;
    sqlite3_reset(s);
    return rows;
  }

 private:
  void check(int code) {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  void exec(const std::string& sql) { check(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* s = nullptr;
    check(sqlite3_prepare_v3(db_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr));
    return s;
  }
  bool trigram_;
  sqlite3* db_ = nullptr;
  sqlite3_stmt* match_ = nullptr;
  sqlite3_stmt* like_ = nullptr;
  sqlite3_stmt* both_ = nullptr;
};

/// Xapian with a database on disk (in the page cache), as its manual recommends.
class xapian {
 public:
  xapian(const std::vector<std::string>& texts, const std::string& folder) {
    {
      Xapian::WritableDatabase out(folder, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
      Xapian::TermGenerator generator;
      generator.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
      for (const auto& text : texts) {
        Xapian::Document document;
        generator.set_document(document);
        generator.index_text(text);
        out.add_document(document);
      }
      out.commit();
    }
    db_ = Xapian::Database(folder);
    parser_.set_database(db_);
    parser_.set_default_op(Xapian::Query::OP_AND);
  }

  std::size_t operator()(const std::string& query) {
    Xapian::Enquire enquire(db_);
    enquire.set_query(parser_.parse_query(query, Xapian::QueryParser::FLAG_CJK_NGRAM));
    return enquire.get_mset(0, 10).size();
  }

 private:
  Xapian::Database db_;
  Xapian::QueryParser parser_;
};

struct contender {
  std::string name;
  std::function<std::size_t(const std::string&)> answer;
  double build_ms = 0;
  std::vector<std::vector<double>> microseconds;  // For each query, of each round.
  std::size_t rows = 0;
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double milliseconds_since(steady::time_point start) {
  return std::chrono::duration<double, std::milli>(steady::now() - start).count();
}

/// Microseconds that one answer takes: after one that fills the caches, from enough of them that the clock
/// does not matter.
double measure(const contender& c, const std::string& query) {
  if (c.answer(query) > 10) std::abort();
  std::size_t times = 1;
  for (;;) {
    const auto start = steady::now();
    for (std::size_t i = 0; i < times; ++i) {
      if (c.answer(query) > 10) std::abort();
    }
    const double us = milliseconds_since(start) * 1000;
    if (us > 100) return us / static_cast<double>(times);
    times *= 4;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 21;
  std::vector<std::string> texts;
  std::vector<std::string> folded;
  std::size_t bytes = 0;
  for (const entry e : catalog::builtin().entries()) {
    texts.push_back(text_of(e));
    folded.push_back(lower(texts.back()));
    bytes += texts.back().size();
  }
  char pattern[] = "/tmp/errdex-search-bench-XXXXXX";
  const char* const made = mkdtemp(pattern);
  if (made == nullptr) {
    std::perror("mkdtemp");
    return 1;
  }
  const std::string folder = made;

  std::vector<contender> all;
  const auto build = [&](std::string name, const auto& make) {
    const auto start = steady::now();
    auto built = make();
    const double ms = milliseconds_since(start);
    all.push_back({std::move(name), [built](const std::string& q) { return (*built)(q); }, ms, {}, 0});
  };
  struct own {
    search_index index;
    std::size_t operator()(const std::string& q) const { return index.search(q).hits.size(); }
  };
  // Reads everything: the ten best are not known before the last.
  struct scan {
    const std::vector<std::string>& texts;
    std::size_t operator()(const std::string& q) const {
      const auto words = words_of(lower(q));
      std::size_t rows = 0;
      for (const auto& text : texts) {
        rows += std::all_of(words.begin(), words.end(), [&](const std::string& w) {
          return memmem(text.data(), text.size(), w.data(), w.size()) != nullptr;
        });
      }
      return std::min<std::size_t>(rows, 10);
    }
  };
  build("errdex search_index", [] { return std::make_shared<own>(); });
  build("scan of the text (memmem), no ranking", [&] { return std::make_shared<scan>(scan{folded}); });
  build("SQLite FTS5 unicode61, bm25",
        [&] { return std::make_shared<fts5>(texts, "unicode61", false, true); });
  build("SQLite FTS5 trigram, bm25", [&] { return std::make_shared<fts5>(texts, "trigram", true, true); });
  build("SQLite FTS5 trigram, no ranking",
        [&] { return std::make_shared<fts5>(texts, "trigram", true, false); });
  build("Xapian, CJK n-grams, BM25", [&] { return std::make_shared<xapian>(texts, folder + "/x"); });

  std::vector<std::string> queries;
  for (const auto& c : classes) queries.insert(queries.end(), std::begin(c.queries), std::end(c.queries));
  for (auto& c : all) {
    c.microseconds.resize(queries.size());
    for (const auto& q : queries) c.rows += c.answer(q);
  }
  for (int r = 0; r < rounds; ++r) {
    for (std::size_t q = 0; q < queries.size(); ++q) {
      for (auto& c : all) c.microseconds[q].push_back(measure(c, queries[q]));
    }
  }

  std::printf("%zu entries, %.2f MB of text, %zu queries, %d rounds; index of errdex %.1f MB\n\n",
              texts.size(), static_cast<double>(bytes) / 1e6, queries.size(), rounds,
              static_cast<double>(search_index().memory()) / 1e6);
  std::printf("| | median µs | mean µs | max µs | × errdex (median) | × errdex (mean) | build ms | rows |\n");
  std::printf("|---|--:|--:|--:|--:|--:|--:|--:|\n");
  std::vector<double> of_errdex;
  std::vector<std::vector<double>> medians;
  for (const auto& c : all) {
    std::vector<double> each;
    for (const auto& q : c.microseconds) each.push_back(median(q));
    medians.push_back(each);
    if (of_errdex.empty()) of_errdex = each;
    const auto mean = [](const std::vector<double>& v) {
      return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
    };
    std::printf("| %s | %.2f | %.2f | %.1f | %.1f | %.1f | %.1f | %zu |\n", c.name.c_str(), median(each),
                mean(each), *std::max_element(each.begin(), each.end()), median(each) / median(of_errdex),
                mean(each) / mean(of_errdex), c.build_ms, c.rows);
  }
  std::printf("\nMedian µs by class of query:\n\n|");
  for (const auto& c : all) std::printf(" | %s", c.name.c_str());
  std::printf(" |\n|---");
  for (std::size_t i = 0; i < all.size(); ++i) std::printf("|--:");
  std::printf("|\n");
  for (std::size_t k = 0; k < std::size(classes); ++k) {
    std::printf("| %s", classes[k].name);
    for (const auto& each : medians) {
      const auto first = each.begin() + static_cast<std::ptrdiff_t>(k * per_class);
      std::printf(" | %.2f", median({first, first + per_class}));
    }
    std::printf(" |\n");
  }
  std::printf("\nWhat only errdex answers (typing errors, beginnings, question words): ");
  for (const char* q :
       {"secrt", "permision denied", "acess_token expird", "clipb", "how to fix rate limit"}) {
    std::printf("%s%s %.1f µs", q[0] == 's' ? "" : ", ", q, measure(all[0], q));
  }
  std::printf(".\n");
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return 0;
}
