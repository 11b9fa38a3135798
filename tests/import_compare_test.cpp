// The differences between a document and the catalog.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import_documents.hpp"

namespace errdex::importing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> reworded(const comparison& c) {
  std::vector<std::string> out;
  for (const auto& r : c.reworded) {
    out.push_back(r.row.code + (r.what == text_kind::message ? " message: " : " alias: ") + r.was + " -> " +
                  r.now + (r.only_spacing ? " (spacing)" : ""));
  }
  return out;
}

std::vector<std::string> gone(const comparison& c) {
  std::vector<std::string> out;
  for (const entry e : c.gone)
    out.push_back(std::string(e.space().name()) + ":" + std::string(e.code()) + " " + std::string(e.name()));
  return out;
}

/// The lamp catalog without one entry.
catalog without(std::string_view space, std::string_view name) {
  auto entries = lamp_entries();
  const auto removed =
      std::erase_if(entries, [&](const lamp_entry& e) { return e.space == space && e.name == name; });
  EXPECT_EQ(removed, 1u);
  return catalog_of(entries);
}

TEST(Compare, ARowThatTheCatalogLacksIsAdded) {
  const auto codes = without("wecom", "lamp_id_invalid");
  const auto c = compared("wecom", lamp_table, codes);
  EXPECT_THAT(in_words(c.added), ElementsAre("wecom:7001 line 7: 灯 id 不合法，且  灯 已关"));
  EXPECT_THAT(gone(c), IsEmpty());
  EXPECT_THAT(c.reworded, IsEmpty());
  EXPECT_FALSE(c.same());
}

TEST(Compare, AnEntryWithoutARowIsGone) {
  const auto c = compared(
      "feishu-errno",
      with(lamp_errno, "| 17 | lamp is off | 灯没有打开 | [lamp](https://example.com/lamp) |\n", ""));
  EXPECT_THAT(gone(c), ElementsAre("feishu.client:17 lamp_off"));
  EXPECT_THAT(c.added, IsEmpty());
}

TEST(Compare, AnEntryFromAnotherDocumentIsNotGone) {
  auto entries = lamp_entries();
  entries.push_back({"wecom", "7100", "lamp_secret", "灯的秘密"});
  EXPECT_THAT(gone(compared("wecom", lamp_table, catalog_of(entries))),
              ElementsAre("wecom:7100 lamp_secret"));
  draft::catalog all = to_draft(catalog_of(entries));
  for (auto& e : all.entries) {
    if (e.name == "lamp_secret") e.document.clear();
  }
  std::string error;
  const auto image = build_image(all, error);
  ASSERT_TRUE(image) << error;
  EXPECT_TRUE(compared("wecom", lamp_table, *catalog::from_image(*image, error)).same());
}

TEST(Compare, AMessageIsComparedLetterForLetter) {
  EXPECT_THAT(reworded(compared("feishu-errno", with(lamp_errno, "| lamp is off |", "| Lamp is off |"))),
              ElementsAre("17 message: lamp is off -> Lamp is off"));
  EXPECT_THAT(reworded(compared("wecom", with(lamp_table, "灯忙  ", "灯忙。"))),
              ElementsAre("-1 message: 灯忙 -> 灯忙。"));
}

TEST(Compare, ADifferenceInBlanksAloneIsSaidToBeOne) {
  EXPECT_THAT(reworded(compared("feishu-errno", with(lamp_errno, "no such  lamp", "no such\tlamp"))),
              ElementsAre("4100203 message: no such  lamp|bulb -> no such\tlamp|bulb (spacing)"));
  EXPECT_THAT(reworded(compared("feishu-errno", with(lamp_errno, "| lamp is off |", "|   lamp is off |"))),
              IsEmpty());
}

TEST(Compare, ATranslationIsOneOfTheAliases) {
  // "Invalid lamp" is the second alias of 31001.
  EXPECT_TRUE(compared("dingtalk", lamp_blocks).same());
  EXPECT_THAT(reworded(compared("dingtalk", with(lamp_blocks, "\" Invalid lamp \"", "\" Broken lamp \""))),
              ElementsAre("31001 alias: lamp is off -> Broken lamp"));
}

TEST(Compare, BothTextsOfARowMayChange) {
  const auto c =
      compared("return-codes", with(with(lamp_returns, "灯已过期", "灯过期"), "Expired lamp", "Old lamp"));
  EXPECT_THAT(reworded(c),
              ElementsAre("20001 message: Expired lamp -> Old lamp", "20001 alias: 灯已过期 -> 灯过期"));
  EXPECT_EQ(c.spaces[0].reworded, 1u);
  EXPECT_EQ(c.spaces[0].unchanged, 1u);
}

TEST(Compare, MeaningsOfACodeAreMatchedByTheirTexts) {
  // The document has them in the other order than the catalog.
  EXPECT_TRUE(compared("feishu-server", lamp_server).same());
  EXPECT_THAT(reworded(compared("feishu-server", with(lamp_server, "Lamp locked", "Lamp sealed"))),
              ElementsAre("2100002 message: Lamp locked -> Lamp sealed"));
  EXPECT_THAT(
      gone(compared("feishu-server", with(lamp_server, "2100002Lamp locked灯被锁定联系管理员\n", ""))),
      ElementsAre("feishu.hire:2100002 lamp_locked"));
  EXPECT_THAT(in_words(compared("feishu-server", lamp_server, without("feishu.hire", "lamp_locked")).added),
              ElementsAre("feishu.hire:2100002 line 6: Lamp locked"));
}

TEST(Compare, CountsEverySpace) {
  const auto c = compared("feishu-errno", with(with(lamp_errno, "501 | 灯泡坏了", "503 | 灯泡坏了"),
                                               "lamp is off", "lamp is out"));
  ASSERT_EQ(c.spaces.size(), 2u);
  EXPECT_EQ(c.spaces[0].space, spaces::feishu_client);
  EXPECT_EQ(c.spaces[0].rows, 3u);
  EXPECT_EQ(c.spaces[0].unchanged, 2u);
  EXPECT_EQ(c.spaces[0].reworded, 1u);
  EXPECT_EQ(c.spaces[1].space, spaces::feishu_h5sdk);
  EXPECT_EQ(c.spaces[1].rows, 4u);
  EXPECT_EQ(c.spaces[1].unchanged, 3u);
  EXPECT_EQ(c.spaces[1].added, 1u);
  EXPECT_EQ(c.spaces[1].gone, 1u);
}

TEST(BuiltinSpaces, HaveTheIdsOfTheirNames) {
  for (std::size_t i = 0; i < builtin_space_names.size(); ++i) {
    EXPECT_EQ(catalog::builtin().space(static_cast<space_id>(i + 1)).name(), builtin_space_names[i]);
  }
  EXPECT_EQ(catalog::builtin().space(spaces::wecom).name(), "wecom");
  EXPECT_EQ(find(spaces::wecom, 40014).space().name(), "wecom");
}

}  // namespace
}  // namespace errdex::importing
