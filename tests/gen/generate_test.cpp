// errdex gen as its user meets it, and the promise that any catalog can be generated from.
#include "gen/generate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "catalog/builder.hpp"
#include "cli_run.hpp"
#include "gen/filters.hpp"
#include "gen/placeholder.hpp"
#include "sample_catalog.hpp"
#include "text/unicode.hpp"

namespace errdex::gen {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string sample_folder = std::string(ERRDEX_SOURCE_DIR) + "/tests/gen/sample";

/// A folder that is gone when the test ends.
class folder {
 public:
  folder() {
    std::string form = (fs::temp_directory_path() / "errdex-gen-XXXXXX").string();
    path_ = mkdtemp(form.data());
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() { fs::remove_all(path_); }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string applied(std::string_view filter, std::string_view text, std::string_view argument = {}) {
  std::string out;
  find_filter(filter)(text, argument, out);
  return out;
}

TEST(Filter, WritesLiteralsOfEachLanguage) {
  EXPECT_EQ(applied("cpp",
                    "a\"\\\n\x01"
                    "1?\?/"),
            R"(a\"\\\n\0011?\?/)");
  EXPECT_EQ(applied("java", "\x01\xc2\x85\\u0041"), R"(\001\205\\u0041)");
  EXPECT_EQ(applied("go", "\x01\xe2\x80\xae"), R"(\u0001\u202e)");
  EXPECT_EQ(applied("rust", "\x01\xe2\x80\xae"), R"(\u{1}\u{202e})");
  EXPECT_EQ(applied("script", "</script>"), R"(\u003c/script>)");
  EXPECT_EQ(applied("sql", "it's"), "it''s");
  EXPECT_EQ(applied("json", "\xff"), "\xef\xbf\xbd") << "what is not UTF-8";
}

TEST(Filter, KeepsCommentsFromEnding) {
  EXPECT_EQ(applied("comment", " two\n lines \\"), "two lines \\.");
  EXPECT_EQ(applied("comment", "really?\?/"), "really? ?/");
  EXPECT_EQ(applied("block", "a*/b/*c"), "a* /b/ *c");
  EXPECT_EQ(applied("javadoc", "*/ \\u002a <b> @x {@y}"),
            "&#42;/ &#92;u002a &lt;b&gt; &#64;x &#123;&#64;y&#125;");
  EXPECT_EQ(applied("comment", "turned \xe2\x80\xae around"), "turned U+202e around");
}

TEST(Filter, WrapsBetweenWords) {
  const std::string long_text(60, 'a');
  EXPECT_EQ(applied("wrap", long_text + " " + long_text, "// "), long_text + "\n// " + long_text);
}

TEST(Spelling, FollowsTheLanguage) {
  EXPECT_EQ(spell("user_id_url", spelling::go_pascal), "UserIDURL");
  EXPECT_EQ(spell("user_id", spelling::camel), "userId");
  EXPECT_EQ(spell("feishu.server", spelling::snake), "feishu_server");
  EXPECT_EQ(spell("9lives", spelling::pascal), "X9lives");
  EXPECT_EQ(spell("...", spelling::snake), "x");
}

TEST(Names, AreGivenOnce) {
  name_pool names("python");
  EXPECT_EQ(names.claim("a1", "7"), "a1");
  EXPECT_EQ(names.claim("a1", "-8"), "a1_minus_8");
  EXPECT_EQ(names.claim("class", "9"), "class_");
}

TEST(Placeholders, AreThoseThatAreDeclared) {
  const std::vector<draft::parameter> declared{{"card", draft::parameter_type::string},
                                               {"days", draft::parameter_type::integer}};
  EXPECT_EQ(with_samples("{card} {days} {other} { {card", declared), "card 42 {other} { {card");
}

TEST(StableNumbers, AreTheCodesWhereTheyFit) {
  const catalog c = sample::compile(sample::draft());
  for (const space s : c.spaces()) {
    const std::vector<entry> all(s.entries().begin(), s.entries().end());
    const auto numbers = stable_numbers(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto n = all[i].number();
      if (n && *n == static_cast<std::int32_t>(*n)) {
        EXPECT_EQ(numbers[i], *n);
      } else {
        EXPECT_GE(numbers[i], 1 << 30);
      }
      for (std::size_t k = 0; k < i; ++k) {
        EXPECT_EQ(numbers[i] == numbers[k], all[i].code() == all[k].code()) << all[i].code();
      }
    }
  }
}

TEST(Targets, AreAllSound) {
  EXPECT_THAT(builtin_targets(), ElementsAre("cpp", "go", "html", "java", "json", "jsonschema", "markdown",
                                             "openapi", "protobuf", "python", "rust", "sql", "typescript"));
  for (const auto& name : builtin_targets()) {
    std::string error;
    EXPECT_TRUE(read_target(name, builtin_files(name), error)) << error;
  }
}

TEST(Targets, OfTheUserAreCheckedWithLineAndReason) {
  const auto read = [](const std::string& text) {
    std::string error;
    return read_target("mine", {{"target", text}, {"x.mustache", "x"}, {"bad.mustache", "{{#a}}"}}, error)
               ? "fine"
               : error;
  };
  EXPECT_EQ(read("title My own\nfile once x.mustache out.txt # a comment\n"), "fine");
  EXPECT_EQ(read("file once y.mustache out\n"),
            "mine/target:1: there is no template `y.mustache` beside this file");
  EXPECT_THAT(read("\nfile twice x.mustache out\n"),
              HasSubstr("mine/target:2: `twice` is none of once, space, group, chunk"));
  EXPECT_THAT(read("language kotlin\n"), HasSubstr("there is no language `kotlin`; there are cpp, go"));
  EXPECT_THAT(read("file once bad.mustache out\n"),
              HasSubstr("mine/bad.mustache:1:1: section `a` is not closed"));
  EXPECT_THAT(read("files\n"), HasSubstr("is none of: title TEXT"));
  EXPECT_THAT(read("title empty\n"), HasSubstr("nothing would be made"));
}

TEST(Gen, WritesOnceAndNoticesChanges) {
  const folder out;
  const std::vector<std::string> words{"gen",    "--catalog", sample_folder, "--lang",
                                       "python", "--out",     out.path()};
  auto checked = words;
  checked.push_back("--check");
  auto r = cli::run(checked);
  EXPECT_EQ(r.code, cli::not_found);
  EXPECT_THAT(r.out, HasSubstr("_base.py is missing"));
  r = cli::run(words);
  EXPECT_EQ(r.code, cli::success) << r.err;
  EXPECT_THAT(r.err, HasSubstr("4 written, 0 as they were"));
  const auto before = fs::last_write_time(out / "acme_billing.py");
  EXPECT_THAT(cli::run(words).err, HasSubstr("0 written, 4 as they were"));
  EXPECT_EQ(fs::last_write_time(out / "acme_billing.py"), before);
  EXPECT_EQ(cli::run(checked).code, cli::success);

  std::ofstream(out / "acme_billing.py", std::ios::app) << "x = 1\n";
  r = cli::run(checked);
  EXPECT_EQ(r.code, cli::not_found);
  EXPECT_THAT(r.out, HasSubstr("acme_billing.py differs\n@@ line "));
  EXPECT_THAT(r.out, HasSubstr("-x = 1\n"));
}

TEST(Gen, LetsItsTemplatesBeChanged) {
  const folder dir;
  auto r = cli::run({"gen", "--lang", "sql", "--eject", dir / "mine"});
  ASSERT_EQ(r.code, cli::success) << r.err;
  std::ofstream(dir / "mine/errors.sql.mustache")
      << "{{#spaces}}{{#entries}}{{code}}={{name | pascal}};{{/entries}}{{/spaces}}";
  r = cli::run({"gen", "--catalog", sample_folder, "--space", "acme.text", "--lang", "sql", "--templates",
                dir / "mine"});
  EXPECT_EQ(r.out, "7=Seven;Forbidden.AccessDenied=AccessDenied;Token.Expired=TokenExpired;") << r.err;
  r = cli::run({"gen", "--lang", "sql", "--eject", dir / "mine"});
  EXPECT_EQ(r.code, cli::bad_usage) << "a changed template is not overwritten";
}

TEST(Gen, MakesWhatAProjectAsksFor) {
  const folder dir;
  fs::create_directories(dir / "codes");
  // Without platform.yaml: the project file says what the spaces are.
  for (const char* file : {"billing.yaml", "text.yaml"}) fs::copy(sample_folder + "/" + file, dir / "codes");
  std::ofstream(dir / "errdex.toml") << R"(
[project]
name = "acme"
catalog = ["codes"]
[[space]]
name = "acme.billing"
title = { en = "Billing", zh = "计费" }
[[space]]
name = "acme.text"
title = { en = "Texts", zh = "文本码" }
[[generate]]
lang = "java"
out = "java"
package = "com.acme.errors"
spaces = ["acme.billing"]
[[generate]]
lang = "sql"
out = "db"
)";
  const auto r = cli::run({"gen", "--project", dir / "errdex.toml"});
  ASSERT_EQ(r.code, cli::success) << r.err;
  EXPECT_THAT(content(dir / "java/AcmeBillingError.java"), HasSubstr("package com.acme.errors;"));
  EXPECT_FALSE(fs::exists(dir / "java/AcmeTextError.java"));
  EXPECT_THAT(content(dir / "db/errors.sql"), HasSubstr("'acme.text'"));
  EXPECT_EQ(cli::run({"gen", "--project", dir / "errdex.toml", "--check"}).code, cli::success);
  EXPECT_THAT(cli::run({"gen", "--project", dir / "errdex.toml", "--out", dir / "x"}).err,
              HasSubstr("go with --lang"));
}

TEST(Gen, SaysWhatIsWrongWithACall) {
  const auto message = [](std::vector<std::string> words) {
    const auto r = cli::run(std::move(words));
    EXPECT_EQ(r.code, cli::bad_usage);
    EXPECT_EQ(r.out, "");
    return r.err;
  };
  EXPECT_THAT(message({"gen", "--space", "wecom", "--lang", "cobol"}),
              HasSubstr("no target `cobol`; there are cpp, go"));
  EXPECT_THAT(message({"gen", "--space", "nowhere", "--lang", "go"}),
              HasSubstr("no space or platform is called nowhere"));
  EXPECT_THAT(message({"gen", "--space", "wecom", "--lang", "go"}),
              HasSubstr("go makes 2 files; give a folder with --out"));
  EXPECT_THAT(message({"gen", "--space", "wecom"}), HasSubstr("in which language?"));
  EXPECT_THAT(message({"gen", "--space", "wecom", "--lang", "sql", "--set", "tabel=x"}),
              HasSubstr("no option `tabel`; it has table"));
  EXPECT_THAT(message({"gen", "--space", "wecom", "--lang", "sql", "--set", "table"}),
              HasSubstr("NAME=VALUE"));
  EXPECT_THAT(message({"gen", "--space", "wecom", "--lang", "sql", "--templates", "/nonexistent"}),
              HasSubstr("cannot read the folder of templates"));
}

TEST(Gen, StaysBelowItsFolder) {
  const folder dir;
  fs::create_directories(dir / "t");
  std::ofstream(dir / "t/x.mustache") << "x";
  for (const std::string path : {"../x", "/x", "a//b", "a/./b"}) {
    std::ofstream(dir / "t/target") << "file once x.mustache " << path << "\n";
    const auto r =
        cli::run({"gen", "--space", "wecom", "--lang", "x", "--templates", dir / "t", "--out", dir / "out"});
    EXPECT_EQ(r.code, cli::bad_usage);
    EXPECT_THAT(r.err, HasSubstr("is no path below the folder"));
  }
  std::ofstream(dir / "t/target") << "file space x.mustache same\n";
  EXPECT_THAT(
      cli::run({"gen", "--space", "feishu", "--lang", "x", "--templates", dir / "t", "--out", dir / "out"})
          .err,
      HasSubstr("would write `same` twice"));
}

// --- Any catalog ---------------------------------------------------------------------------------

const std::array<std::string, 22> nasty{"*/",   "-->",          "]]>",    "\\",        "\"\"\"", "'",
                                        "${x}", "{{{y}}}",      "{card}", "\n",        "😀",      "\xff\xfe",
                                        "卡",   "\xe2\x80\xae", "\x01",   "</script>", "`${a}`", "\\u0041",
                                        "%s%n", "?\?/",         "\t",     "#{x}"};
const std::array<std::string, 16> keywords{"class", "self",        "type",  "union", "errno", "import",
                                           "final", "constructor", "yield", "none",  "error", "code",
                                           "std",   "a_1",         "a1",    "other"};

std::string nasty_text() {
  std::string out = "t";
  for (const auto& part : *rc::gen::container<std::vector<std::string>>(
           rc::gen::elementOf(std::vector<std::string>(nasty.begin(), nasty.end())))) {
    out += part;
  }
  return out;
}

/// A small catalog with nasty texts, keywords as names, and codes of every kind.
draft::catalog nasty_catalog() {
  draft::catalog c;
  c.spaces.push_back({"x.y-z",
                      "x",
                      {"X", "X"},
                      {nasty_text(), nasty_text()},
                      "",
                      {*rc::gen::elementOf(std::vector<std::string>{"code", "errcode", "code_text",
                                                                    "error_response", "nonsense"})},
                      {},
                      {}});
  const auto count = *rc::gen::inRange<std::size_t>(1, 8);
  for (std::size_t i = 0; i < count; ++i) {
    auto e =
        sample::entry("x.y-z",
                      *rc::gen::elementOf(std::vector<std::string>{"-1", "0", "7", "40014", "2147483648",
                                                                   "900000000000000000", "Bad.Thing", "x"}) +
                          (i < 4 ? "" : std::to_string(i)),
                      keywords[(i * 5 + count) % keywords.size()]);
    e.message = nasty_text();
    e.title = {nasty_text(), nasty_text()};
    e.cause = {nasty_text(), nasty_text()};
    e.fix_en = {nasty_text()};
    e.fix_zh = {nasty_text()};
    e.group = *rc::gen::elementOf(std::vector<std::string>{"", "a", "a-b", "a_b"});
    e.context = {{"api_version", std::to_string(i)}};
    e.parameters = {{keywords[i], draft::parameter_type::string}, {"card", draft::parameter_type::number}};
    e.text = {nasty_text(), ""};
    c.entries.push_back(std::move(e));
  }
  return c;
}

/// Whether quotes, comments and brackets of a source in this style all end. A slow and simple reader, made
/// for what the templates write.
bool is_balanced(std::string_view s, std::string_view line_comment, bool block_comments, bool single_quotes) {
  std::vector<char> open;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const std::string_view rest = s.substr(i);
    if (!line_comment.empty() && rest.substr(0, line_comment.size()) == line_comment) {
      i = std::min(s.find('\n', i), s.size());
      continue;
    }
    if (block_comments && rest.substr(0, 2) == "/*") {
      const std::size_t end = s.find("*/", i + 2);
      if (end == std::string_view::npos) return false;
      i = end + 1;
      continue;
    }
    const char c = s[i];
    const bool triple = rest.substr(0, 3) == "\"\"\"";
    if (c == '"' || c == '`' || (single_quotes && c == '\'')) {
      const std::string_view quote = triple ? rest.substr(0, 3) : rest.substr(0, 1);
      std::size_t k = i + quote.size();
      for (; k < s.size() && s.substr(k, quote.size()) != quote; ++k) {
        if (s[k] == '\\' && c != '`') ++k;
        if (k < s.size() && s[k] == '\n' && !triple && c == '"') return false;
      }
      if (k >= s.size()) return false;
      i = k + quote.size() - 1;
      continue;
    }
    if (c == '(' || c == '[' || c == '{') open.push_back(c);
    if (c == ')' || c == ']' || c == '}') {
      const char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
      if (open.empty() || open.back() != wanted) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

bool is_utf8(std::string_view s) {
  while (!s.empty()) {
    const auto c = text::decode(s);
    if (!c.valid) return false;
    s.remove_prefix(c.size);
  }
  return true;
}

bool lexes(const std::string& target, const made_file& f) {
  if (!is_utf8(f.content)) return false;
  // The same for every catalog, and written with raw strings and regular expressions, which the reader does
  // not know.
  if (f.path == "error.hpp" || f.path == "base.ts" || f.path == "_base.py" || f.path == "base.rs")
    return true;
  if (target == "python") return is_balanced(f.content, "#", false, false);
  if (target == "cpp" || target == "go" || target == "java" || target == "protobuf") {
    return is_balanced(f.content, "//", true, target == "cpp" || target == "go" || target == "java");
  }
  if (target == "json" || target == "jsonschema" || target == "openapi")
    return is_balanced(f.content, "", false, false);
  if (target == "typescript") return is_balanced(f.content, "//", true, false);
  return true;
}

RC_GTEST_PROP(AnyCatalog, GivesTheSameSoundFilesTwice, ()) {
  const auto d = nasty_catalog();
  std::string error;
  const auto image = build_image(d, error);
  RC_ASSERT(image.has_value());
  const auto c = catalog::from_image(*image, error);
  RC_ASSERT(c.has_value());
  const std::vector<space> spaces(c->spaces().begin(), c->spaces().end());
  for (const auto& name : builtin_targets()) {
    const auto t = read_target(name, builtin_files(name), error);
    RC_ASSERT(t.has_value());
    const auto first = make_files(*t, prepare(*c, spaces, d.entries), {}, error);
    const auto second = make_files(*t, prepare(*c, spaces, d.entries), {}, error);
    RC_ASSERT(first.has_value());
    RC_ASSERT(second.has_value());
    RC_ASSERT(first->size() == second->size());
    for (std::size_t i = 0; i < first->size(); ++i) {
      RC_ASSERT((*first)[i].path == (*second)[i].path);
      RC_ASSERT((*first)[i].content == (*second)[i].content);
      if (!lexes(name, (*first)[i])) RC_FAIL(name + " " + (*first)[i].path + "\n" + (*first)[i].content);
    }
  }
}

}  // namespace
}  // namespace errdex::gen
