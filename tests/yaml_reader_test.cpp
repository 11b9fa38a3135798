// Whatever stands in a file, reading it ends with entries and findings that have a place.
#include "authoring/yaml_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "authoring/rules.hpp"

namespace errdex::authoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct reading {
  authored_catalog catalog;
  findings found;
};

reading read(std::string_view text) {
  reading r;
  read_yaml(text, "a.yaml", r.catalog, r.found);
  return r;
}

std::string first_line(std::string_view text) {
  const reading r = read(text);
  return r.found.empty() ? "" : to_line(r.found.front());
}

std::string repeated(std::string_view what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

TEST(YamlReader, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(first_line(""),
            "a.yaml:1:1: reject yaml-syntax: the file is empty; a catalog file has `space` and `entries`");
  EXPECT_EQ(first_line("# only a comment\n"),
            "a.yaml:1:1: reject yaml-syntax: the file is empty; a catalog file has `space` and `entries`");
  EXPECT_EQ(first_line("- a\n- b\n"),
            "a.yaml:1:1: reject wrong-type: a catalog file is a map with `space` and `entries`, or with "
            "`platform`");
  EXPECT_EQ(first_line("space: [a]\n"), "a.yaml:1:8: reject wrong-type: space is a text");
  EXPECT_EQ(first_line("space: a\nentries: 5\n"), "a.yaml:2:10: reject wrong-type: entries is a list");
  EXPECT_EQ(first_line("space: a\nentries:\n  - 5\n"),
            "a.yaml:3:5: reject wrong-type: each item of entries is a map");
  EXPECT_THAT(first_line("space: a\nentries: [\n"), HasSubstr("a.yaml:3:1: reject yaml-syntax: "));
  EXPECT_THAT(first_line("space: a\n\tentries: []\n"), HasSubstr("a.yaml:2:"));
  EXPECT_EQ(first_line("space: a\nx: 1\nentries: []\n"),
            "a.yaml:2:1: reject unknown-key: `x` is not a key here; allowed: space, group, title, document, "
            "entries");
  EXPECT_EQ(first_line("space: a\n{b: c}: d\n"), "a.yaml:2:1: reject wrong-type: a key is a plain word");
  EXPECT_EQ(first_line("space: \"\xc3\x28\"\n"),
            "a.yaml:1:9: reject yaml-syntax: not UTF-8 text; save the file as UTF-8");
  // A surrogate, a form that is too long, a character behind the last one.
  for (const char* text :
       {"x: ok\ny: \xed\xa0\x80\n", "x: ok\ny: \xe0\x80\x80\n", "x: ok\ny: \xf4\x90\x80\x80\n"}) {
    EXPECT_EQ(first_line(text), "a.yaml:2:4: reject yaml-syntax: not UTF-8 text; save the file as UTF-8");
  }
}

std::string entry_with(const std::string& field) {
  return "space: a\nentries:\n  - code: 1\n    name: n\n    message: m\n    title: {en: T, zh: 题}\n    "
         "status: "
         "UNKNOWN\n    verdict: retry\n    cause: {en: C., zh: 因。}\n    fix: {en: [F.], zh: [修。]}\n    "
         "basis: "
         "derived\n    " +
         field + "\n";
}

TEST(YamlReader, EachFieldHasOneShape) {
  EXPECT_EQ(first_line(entry_with("notes: []")), "");
  EXPECT_EQ(first_line(entry_with("notes: text")),
            "a.yaml:12:12: reject wrong-type: notes is a list of texts (a:1)");
  EXPECT_EQ(first_line(entry_with("notes: [{a: b}]")),
            "a.yaml:12:13: reject wrong-type: each item of notes is a text (a:1)");
  EXPECT_EQ(first_line(entry_with("context: v1")), "a.yaml:12:14: reject wrong-type: context is a map (a:1)");
  EXPECT_EQ(first_line(entry_with("source: somewhere")),
            "a.yaml:12:13: reject wrong-type: source is {document: …, line: …} (a:1)");
  EXPECT_EQ(first_line(entry_with("source: {line: twelve}")),
            "a.yaml:12:20: reject wrong-type: line is a whole number, not `twelve` (a:1)");
  EXPECT_EQ(first_line(entry_with("retry: {max_attempts: 1001}")),
            "a.yaml:12:12: reject wrong-type: max_attempts is between 0 and 1000 (a:1)");
  EXPECT_EQ(first_line(entry_with("retry: {max_attempts: -1}")),
            "a.yaml:12:12: reject wrong-type: max_attempts is between 0 and 1000 (a:1)");
  EXPECT_EQ(first_line(entry_with("limits: [{field: f, max: .nan}]")),
            "a.yaml:12:30: reject wrong-type: max is a number (a:1)");
  EXPECT_EQ(first_line(entry_with("overrides: [{verdict: retry}]")),
            "a.yaml:12:17: reject missing-field: an override needs a condition in `when` (a:1)");
  EXPECT_EQ(first_line(entry_with("overrides: [{when: {token: t}}]")),
            "a.yaml:12:17: reject missing-field: an override needs a `verdict` (a:1)");
  EXPECT_EQ(
      first_line(entry_with("overrides: [{when: {colour: red}, verdict: retry}]")),
      "a.yaml:12:25: reject unknown-key: `colour` is not a key here; allowed: sub_code, endpoint, token, "
      "api_version, http_status, message (a:1)");
}

TEST(YamlReader, OneFaultDoesNotHideTheNext) {
  const reading r = read(
      "space: a\nentries:\n  - code: 1\n    name: [x]\n  - code: 2\n    name: fine\n    verdict: shout\n");
  EXPECT_THAT(r.catalog.entries, SizeIs(2));
  EXPECT_EQ(r.catalog.entries[1].value.name, "fine");
  EXPECT_GT(r.found.size(), 10u);
  for (const finding& f : r.found) EXPECT_GT(f.at.line, 0u) << to_line(f);
}

TEST(YamlReader, RetryWithoutAMapIsAFindingAndNoCrash) {
  for (const char* value : {"5", "[1]", "", "{}"}) {
    const reading r = read(entry_with(std::string("retry: ") + value));
    EXPECT_FALSE(r.found.empty()) << value;
  }
}

TEST(YamlReader, DeepNestingIsRefusedBeforeItOverflowsTheStack) {
  for (const std::string& text : {repeated("[", 100000), repeated("{a: ", 100000),
                                  "space: " + repeated("[\n", 100000), repeated("- ", 100000) + "x",
                                  repeated("? ", 100000), repeated("a: \n", 3) + repeated("- - ", 50000)}) {
    EXPECT_THAT(first_line(text), HasSubstr("deep")) << text.substr(0, 20);
  }
  std::string stairs;
  for (std::size_t i = 0; i < 5000; ++i) stairs += std::string(i, ' ') + "a:\n";
  EXPECT_THAT(first_line(stairs), HasSubstr("deep"));
  // Brackets inside a text nest nothing that matters.
  EXPECT_EQ(first_line(entry_with("notes: [\"" + repeated("[]", 200) + "\"]")), "");
}

TEST(YamlReader, AliasesDoNotExplode) {
  // Each line refers nine times to the one before.
  std::string text = "space: a\na0: &a0 [x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 0; k < 8; ++k) text += "," + before;
    text += "]\n";
  }
  EXPECT_THAT(first_line(text + "entries: *a11\n"), HasSubstr("a.yaml:"));
}

TEST(YamlReader, DamagedFilesAreRead) {
  const std::string whole = entry_with("limits: [{field: f, max: 5, unit: items}]");
  std::mt19937 random(3);
  std::size_t clean = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string text = whole;
    for (unsigned i = 0; i <= random() % 3; ++i) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0: text[at] = static_cast<char>(random()); break;
        case 1: text.erase(at, random() % 8); break;
        case 2: text.insert(at, 1, "[]{}:,-#&*!|>'\"%@`\n\t "[random() % 21]); break;
      }
      if (text.empty()) break;
    }
    reading r = read(text);
    clean += r.found.empty() ? 1u : 0u;
    (void)check(r.catalog, {}, nullptr);
    (void)r.catalog.to_draft();
  }
  EXPECT_GT(clean, 100u);
}

TEST(YamlReader, ASpaceWithoutAPlatformFileIsCalledByItsName) {
  const reading r = read(entry_with("state: active"));
  EXPECT_THAT(r.found, IsEmpty());
  const draft::catalog d = r.catalog.to_draft();
  ASSERT_THAT(d.spaces, SizeIs(1));
  EXPECT_EQ(d.spaces[0].name, "a");
  EXPECT_EQ(d.spaces[0].title.zh, "a");
  EXPECT_EQ(d.entries[0].group, "a") << "the name of the file";
}

class Folder : public testing::Test {
 protected:
  void SetUp() override {
    path_ =
        std::filesystem::temp_directory_path() / ("errdex_yaml_" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(path_ / "acme");
  }
  void TearDown() override { std::filesystem::remove_all(path_); }
  void write(const std::string& name, std::string_view text) {
    std::ofstream(path_ / name, std::ios::binary)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
  }
  std::filesystem::path path_;
};

TEST_F(Folder, IsReadInOrderWithItsPlatformFileFirst) {
  write("acme/b.yaml", "space: acme.b\nentries: []\n");
  write("acme/a.yaml", "space: acme.a\nentries: []\n");
  write("acme/platform.yaml", "platform: acme\nspaces: [{space: acme.a}, {space: acme.b}]\n");
  write("glossary.yaml", "terms: []\n");
  write("acme/notes.txt", "not a catalog");
  authored_catalog into;
  findings found;
  read_path(path_.string(), into, found);
  EXPECT_THAT(found, IsEmpty());
  EXPECT_THAT(into.files, ElementsAre((path_ / "acme/platform.yaml").string(),
                                      (path_ / "acme/a.yaml").string(), (path_ / "acme/b.yaml").string()));
}

TEST_F(Folder, WithoutCatalogFilesIsAFinding) {
  authored_catalog into;
  findings found;
  read_path(path_.string(), into, found);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(to_line(found[0]), HasSubstr("no *.yaml file below this folder"));
}

TEST(YamlReader, TheWholeCatalogIsReadWithoutAFinding) {
  authored_catalog into;
  findings found;
  read_path(ERRDEX_SOURCE_DIR "/catalog", into, found);
  EXPECT_THAT(found, IsEmpty());
  EXPECT_THAT(into.entries, SizeIs(1504));
}

}  // namespace
}  // namespace errdex::authoring
