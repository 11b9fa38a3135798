// No damage makes a row vanish in silence: every cut, every lost line and every changed byte of the
// sample documents, then random ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "import/lines.hpp"
#include "import_documents.hpp"
#include "import_writer.hpp"
#include "text/unicode.hpp"

namespace errdex::importing {
namespace {

std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

bool is_utf8(std::string_view s) {
  while (!s.empty()) {
    const auto c = text::decode(s);
    if (!c.valid) return false;
    s.remove_prefix(c.size);
  }
  return true;
}

/// What holds for every result, whatever was read.
void check_sound(const document& d, std::string_view bytes) {
  const auto lines = std::max<std::size_t>(split_lines(bytes).size(), 1);
  for (const auto& row : d.rows) {
    ASSERT_TRUE(is_code(row.code)) << row.code;
    ASSERT_TRUE(!row.message.empty() || !row.translation.empty()) << row.code;
    ASSERT_TRUE(row.line >= 1 && row.line <= lines) << row.code;
  }
  for (const auto* remarks : {&d.problems, &d.warnings}) {
    for (const auto& r : *remarks) {
      ASSERT_TRUE(r.line >= 1 && r.line <= lines) << r.message;
      ASSERT_TRUE(is_utf8(r.message)) << r.message;
    }
  }
  ASSERT_TRUE(!d.rows.empty() || !d.problems.empty());
}

TEST(ImportDamage, ACutDocumentLosesNoRowInSilence) {
  for (const auto& s : samples) {
    for (std::size_t n = 0; n < s.text.size(); ++n) {
      const auto cut = s.text.substr(0, n);
      const auto d = read(s.format, cut);
      check_sound(d, cut);
      if (d.rows.size() < s.rows) {
        ASSERT_FALSE(d.problems.empty()) << s.format << " cut in line " << line_of(s.text, n) << ":\n" << cut;
      }
    }
  }
}

TEST(ImportDamage, ALostBeginningLosesNoRowInSilence) {
  for (const auto& s : samples) {
    for (std::size_t n = 0; n < s.text.size(); ++n) {
      const auto rest = s.text.substr(n);
      const auto d = read(s.format, rest);
      check_sound(d, rest);
      if (d.rows.size() < s.rows) {
        ASSERT_FALSE(d.problems.empty()) << s.format << " from line " << line_of(s.text, n) << ":\n" << rest;
      }
    }
  }
}

TEST(ImportDamage, AChangedByteLosesNoRowInSilence) {
  for (const auto& s : samples) {
    for (const char now : {'x', '0', ' ', '\n', '|', '{', '}', '=', '"', '\0', '\xe7'}) {
      for (std::size_t n = 0; n < s.text.size(); ++n) {
        std::string changed(s.text);
        changed[n] = now;
        const auto d = read(s.format, changed);
        check_sound(d, changed);
        if (d.rows.size() < s.rows) {
          ASSERT_FALSE(d.problems.empty())
              << s.format << " line " << line_of(s.text, n) << " byte " << n << ":\n"
              << changed;
        }
      }
    }
  }
}

TEST(ImportDamage, ALostLineIsAProblemOrADifferenceWhenItHeldARow) {
  for (const auto& s : samples) {
    const auto whole = read(s.format, s.text);
    for (const auto& row : whole.rows) {
      std::string rest;
      std::uint32_t number = 0;
      for (const auto line : split_lines(s.text)) {
        if (++number != row.line) rest += std::string(line) + "\n";
      }
      const auto d = read(s.format, rest);
      EXPECT_TRUE(!d.problems.empty() || !compare(d, *find_format(s.format), lamps()).same())
          << s.format << " without line " << row.line;
    }
  }
}

RC_GTEST_PROP(ImportDamage, RandomBytesAreSafe, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  for (const auto& f : all_formats()) check_sound(read(f.name, bytes), bytes);
  RC_ASSERT(recognise(bytes).size() <= all_formats().size());
}

/// Lines of all samples in any order, so that readers meet each other's lines and their own in the
/// wrong place.
RC_GTEST_PROP(ImportDamage, LinesInAnyOrderAreSafe, ()) {
  std::vector<std::string> lines;
  for (const auto& s : samples) {
    for (const auto line : split_lines(s.text)) lines.emplace_back(line);
  }
  const auto picked = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(lines));
  std::string bytes;
  for (const auto& line : picked) bytes += line + "\n";
  for (const auto& f : all_formats()) check_sound(read(f.name, bytes), bytes);
}

/// A row's line given twice is a problem or an addition, wherever the second stands.
RC_GTEST_PROP(ImportDamage, ARepeatedRowIsNotSwallowed, ()) {
  const auto& s = *rc::gen::elementOf(std::vector<sample>(std::begin(samples), std::end(samples)));
  const auto whole = read(s.format, s.text);
  const auto row = *rc::gen::elementOf(whole.rows);
  const auto lines = split_lines(s.text);
  const auto at = *rc::gen::inRange<std::size_t>(0, lines.size());
  std::string bytes;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == at) bytes += std::string(lines[row.line - 1]) + "\n";
    bytes += std::string(lines[i]) + "\n";
  }
  const auto d = read(s.format, bytes);
  // A row that stands in the text of an advice may leave the number of rows as it was.
  if (d.rows.size() != whole.rows.size()) {
    RC_ASSERT(!d.problems.empty() || !compare(d, *find_format(s.format), lamps()).same());
  }
}

TEST(ImportRoundTrip, TheBuiltInCatalogComesBackFromEveryFormat) {
  const catalog& codes = catalog::builtin();
  for (const auto& f : all_formats()) {
    const auto text = write_document(f, codes);
    EXPECT_THAT(recognise(text), testing::ElementsAre(&f));
    const auto d = read_document(text, f, codes);
    EXPECT_THAT(in_words(d.problems), testing::IsEmpty()) << f.name;
    EXPECT_THAT(in_words(d.warnings), testing::IsEmpty()) << f.name;
    std::size_t entries = 0;
    for (const auto space : f.spaces) entries += codes.space(space).entries().size();
    EXPECT_EQ(d.rows.size(), entries) << f.name;
    const auto c = compare(d, f, codes);
    EXPECT_TRUE(c.same()) << f.name << ": " << c.added.size() << " added, " << c.reworded.size()
                          << " reworded, " << c.gone.size() << " gone";
  }
}

}  // namespace
}  // namespace errdex::importing
