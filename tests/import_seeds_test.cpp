// The platforms' own documents, where they are at hand: the folder of the environment variable
// ERRDEX_SEEDS, or ../shared/seeds beside the project. They are not part of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "import_documents.hpp"

namespace errdex::importing {
namespace {

namespace fs = std::filesystem;

struct seed {
  const char* prefix;
  const char* format;
  std::vector<std::size_t> rows;  // Of each space.
  std::vector<std::string> warnings;
};

void PrintTo(const seed& s, std::ostream* out) { *out << s.format; }

fs::path seeds() {
  const char* given = std::getenv("ERRDEX_SEEDS");
  return given != nullptr ? fs::path(given) : fs::path(ERRDEX_SOURCE_DIR) / ".." / "shared" / "seeds";
}

class SeedDocument : public testing::TestWithParam<seed> {
 protected:
  void SetUp() override {
    std::error_code ignored;
    for (const auto& file : fs::directory_iterator(seeds(), ignored)) {
      if (!file.path().filename().string().starts_with(GetParam().prefix)) continue;
      std::ifstream in(file.path(), std::ios::binary);
      text_.assign(std::istreambuf_iterator<char>(in), {});
      return;
    }
    GTEST_SKIP() << "no document " << GetParam().prefix << "* in " << seeds();
  }

  std::string text_;
};

TEST_P(SeedDocument, IsInTheCatalogWithEveryRow) {
  const auto& form = *find_format(GetParam().format);
  EXPECT_THAT(recognise(text_), testing::ElementsAre(&form));
  const auto d = read_document(text_, form, catalog::builtin());
  EXPECT_THAT(in_words(d.problems), testing::IsEmpty());
  EXPECT_EQ(in_words(d.warnings), GetParam().warnings);
  const auto c = compare(d, form, catalog::builtin());
  EXPECT_THAT(in_words(c.added), testing::IsEmpty());
  EXPECT_THAT(c.gone, testing::IsEmpty());
  EXPECT_THAT(c.reworded, testing::IsEmpty());
  std::vector<std::size_t> rows;
  for (const auto& s : c.spaces) rows.push_back(s.rows);
  EXPECT_EQ(rows, GetParam().rows);
}

TEST_P(SeedDocument, RowsStandWhereTheCatalogSaysTheyDo) {
  const auto d = read_document(text_, *find_format(GetParam().format), catalog::builtin());
  for (const auto& row : d.rows) {
    bool found = false;
    for (entry e = catalog::builtin().find(row.space, row.code); e; e = e.next_meaning()) {
      found = found || e.source().line == row.line;
    }
    EXPECT_TRUE(found) << row.code << " line " << row.line;
  }
}

TEST_P(SeedDocument, CutAnywhereIsDamaged) {
  const auto& form = *find_format(GetParam().format);
  const auto whole = read_document(text_, form, catalog::builtin()).rows.size();
  // A step that meets every place of a line in the end; every byte would take minutes.
  for (std::size_t n = 1; n < text_.size(); n += 487) {
    const auto d = read_document(std::string_view(text_).substr(0, n), form, catalog::builtin());
    EXPECT_TRUE(d.rows.size() == whole || !d.problems.empty()) << n;
  }
}

TEST_P(SeedDocument, AChangedByteLosesNoRowInSilence) {
  const auto& form = *find_format(GetParam().format);
  const auto whole = read_document(text_, form, catalog::builtin()).rows.size();
  const char* const step = std::getenv("ERRDEX_SEEDS_STEP");  // 1 for every byte; that takes minutes.
  const std::size_t stride = step != nullptr ? std::stoul(step) : 389;
  for (const char now : {'\n', 'x', ' '}) {
    for (std::size_t n = 0; n < text_.size(); n += stride) {
      std::string changed = text_;
      changed[n] = now;
      const auto d = read_document(changed, form, catalog::builtin());
      if (d.rows.size() < whole) {
        EXPECT_FALSE(d.problems.empty())
            << "line " << 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(n), '\n')
            << " byte " << n;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, SeedDocument,
    testing::Values(seed{"000", "feishu-errno", {140, 20}, {}}, seed{"001", "feishu-server", {46, 558}, {}},
                    seed{"002",
                         "dingtalk",
                         {374},
                         {"665: the block is headed 41102, its body says 41101; the head counts"}},
                    seed{"003", "wecom", {329}, {}}, seed{"004", "return-codes", {10, 27}, {}}),
    [](const auto& parameter) {
      std::string name = parameter.param.format;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

}  // namespace
}  // namespace errdex::importing
