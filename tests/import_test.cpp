// Each format: what its rows are, and what is said about every kind of damage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import_documents.hpp"

namespace errdex::importing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> problems(std::string_view format, std::string_view text) {
  return in_words(read(format, text).problems);
}

// --- Text ------------------------------------------------------------------------------------

TEST(ImportText, AnEmptyDocumentIsDamaged) {
  for (const auto& f : all_formats()) {
    EXPECT_THAT(problems(f.name, ""), ElementsAre("1: the document is empty"));
    EXPECT_THAT(problems(f.name, "\xef\xbb\xbf \n\u00a0\n\r\n"), ElementsAre("1: the document is empty"));
  }
}

TEST(ImportText, AnotherEncodingIsNamedWithItsPlace) {
  EXPECT_THAT(
      problems("wecom", "first\nab\xb4\xed\xce\xf3\n"),
      ElementsAre("2:3: byte 0xB4 is not UTF-8; save the document as UTF-8 (from GBK: iconv -f GB18030 -t "
                  "UTF-8)"));
  EXPECT_THAT(problems("wecom", std::string_view("\xff\xfe\x31\0", 4)),
              ElementsAre("1:1: the document is UTF-16; save it as UTF-8"));
  // An overlong slash, half of a surrogate pair, a number above Unicode.
  for (const char* bad : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_THAT(problems("wecom", "ok " + std::string(bad) + " ok\n"), ElementsAre(HasSubstr("1:4: byte 0x")))
        << bad;
  }
}

TEST(ImportText, BinaryDataIsNoDocument) {
  EXPECT_THAT(problems("dingtalk", std::string_view("\x7f"
                                                    "ELF\0\1",
                                                    6)),
              ElementsAre("1:1: control character 0x7F: this is not a text document, or it is damaged"));
  EXPECT_THAT(problems("dingtalk", std::string_view("a\nb\0c", 5)),
              ElementsAre("2:2: control character 0x00: this is not a text document, or it is damaged"));
  EXPECT_THAT(problems("dingtalk", "a\rb\n"), ElementsAre(HasSubstr("1:2: control character 0x0D")));
}

TEST(ImportText, ACharacterCutInTheMiddleIsToldAsTheEnd) {
  EXPECT_THAT(problems("dingtalk", "a\n\xe7\x81"),
              ElementsAre("2:1: the document ends in the middle of a character: it was cut off"));
}

TEST(ImportText, LineEndsAndByteOrderMarkDoNotMatter) {
  for (const auto& s : samples) {
    std::string windows = "\xef\xbb\xbf";
    for (const char c : s.text) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const auto plain = read(s.format, s.text);
    const auto other = read(s.format, windows);
    EXPECT_EQ(in_words(plain.rows), in_words(other.rows)) << s.format;
    EXPECT_THAT(other.problems, IsEmpty()) << s.format;
  }
}

// --- All formats -----------------------------------------------------------------------------

TEST(ImportFormats, AWholeDocumentHasNoProblemAndNoDifference) {
  for (const auto& s : samples) {
    const auto d = read(s.format, s.text);
    EXPECT_EQ(d.rows.size(), s.rows) << s.format;
    EXPECT_THAT(in_words(d.problems), IsEmpty()) << s.format;
    EXPECT_TRUE(compare(d, *find_format(s.format), lamps()).same()) << s.format;
  }
}

TEST(ImportFormats, EveryFormatIsRecognisedAndNoOther) {
  for (const auto& s : samples) {
    EXPECT_THAT(recognise(s.text), ElementsAre(find_format(s.format))) << s.format;
  }
  EXPECT_THAT(recognise("# A page\n\n| code | text |\n|---|---|\n| 1 | no |\n"), IsEmpty());
  EXPECT_THAT(recognise(std::string(lamp_server) + std::string(lamp_table)),
              ElementsAre(find_format("feishu-server"), find_format("wecom")));
}

TEST(ImportFormats, ADocumentOfAnotherFormatIsNeverAcceptedInSilence) {
  for (const auto& s : samples) {
    for (const auto& f : all_formats()) {
      if (f.name == s.format) continue;
      EXPECT_FALSE(read(f.name, s.text).problems.empty()) << s.format << " read as " << f.name;
    }
  }
}

TEST(ImportFormats, EveryCoveredSpaceIsCoveredOnce) {
  std::vector<space_id> seen;
  for (const auto& f : all_formats()) seen.insert(seen.end(), f.spaces.begin(), f.spaces.end());
  EXPECT_THAT(seen,
              testing::UnorderedElementsAre(spaces::feishu_client, spaces::feishu_h5sdk, spaces::feishu_hire,
                                            spaces::feishu_server, spaces::dingtalk, spaces::wecom,
                                            spaces::openapi_oauth, spaces::openapi_api));
  for (const auto& f : all_formats()) EXPECT_EQ(find_format(f.name), &f);
  EXPECT_EQ(find_format("auto"), nullptr);
}

// --- feishu-errno ----------------------------------------------------------------------------

TEST(FeishuErrno, ReadsBothTables) {
  EXPECT_THAT(
      in_words(read("feishu-errno", lamp_errno).rows),
      ElementsAre("feishu.client:0 line 9: ok", "feishu.client:17 line 10: lamp is off",
                  "feishu.client:4100203 line 11: no such  lamp|bulb", "feishu.h5sdk:501 line 17: 灯泡坏了",
                  "feishu.h5sdk:502 line 18: 签名不对", "feishu.h5sdk:770012 line 23: lamp session 失效",
                  "feishu.h5sdk:770013 line 23: lamp session 失效"));
}

TEST(FeishuErrno, AMissingHeaderIsToldAtTheFirstRow) {
  EXPECT_THAT(
      problems("feishu-errno", with(lamp_errno, "| **errno** |", "| **errn** |")),
      ElementsAre("9: a row of a table stands outside a table: the header \"errno | errString | 含义 | "
                  "归属\" or \"错误码 | 描述 | 排查建议\" is missing or damaged, or an empty line cuts "
                  "the table in two",
                  "26: no table has the header errno | errString | 含义 | 归属"));
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "错误码 | 描述 | 排查建议\n", "")),
              ElementsAre(HasSubstr("16: a row of a table stands outside a table"),
                          HasSubstr("25: no table has the header 错误码 | 描述 | 排查建议")));
}

TEST(FeishuErrno, AMissingRulerIsTold) {
  EXPECT_THAT(
      problems("feishu-errno", with(lamp_errno, "--- | --- | ---\n", "")),
      ElementsAre("16: the ruler of the table is missing: the line below a header is | --- | --- | …"));
}

TEST(FeishuErrno, RowsWithTheWrongColumnsAreTold) {
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "| 0 | ok | 成功 |通用", "| 0 | ok | 成功")),
              ElementsAre("9: the row has 3 columns, its table has 4: errno | errString | 含义 | 归属"));
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "501 | 灯泡坏了 |", "501 | 灯泡 | 坏了 |")),
              ElementsAre("17: the row has 4 columns, its table has 3: 错误码 | 描述 | 排查建议"));
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "| 0 | ok |", "| 0 |  |")),
              ElementsAre("9: the row has nothing under \"errString\""));
}

TEST(FeishuErrno, ADamagedRowWithALongCellIsToldOnce) {
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "502 | 签名不对 | ", "502 | ")),
              ElementsAre("18: the row has 2 columns, its table has 3: 错误码 | 描述 | 排查建议"));
}

TEST(FeishuErrno, ACodeThatIsNoneIsTold) {
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "| 17 |", "| 17b |")),
              ElementsAre("10: the first cell of the row, \"17b\", is not a code"));
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "| 17 |", "| 017 |")),
              ElementsAre("10: the first cell of the row, \"017\", is not a code"));
}

TEST(FeishuErrno, LinesInATableThatAreNoRowsAreTold) {
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "| 17 | lamp", "lost text\n| 17 | lamp")),
              ElementsAre("10: a line inside the table is not a row: \"lost text\""));
  // Without the two blanks at its end the cell does not go on.
  EXPECT_THAT(
      problems("feishu-errno", with(lamp_errno, "502 }  \n", "502 }\n")),
      ElementsAre(
          "21: a line inside the table is not a row: \"```\"; a cell that goes on ends each line with "
          "two blanks"));
}

TEST(FeishuErrno, AnEmptyLineInsideATableIsTold) {
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "| 17 |", "\n| 17 |")),
              ElementsAre(HasSubstr("11: a row of a table stands outside a table")));
}

TEST(FeishuErrno, ARangeNeedsItsDigits) {
  for (const char* bad : {"失效", "失效，x=[3-2]", "失效，x=[2-]", "失效，x=[2-3", "失效，x=[a-c]"}) {
    EXPECT_THAT(
        problems("feishu-errno", with(lamp_errno, "失效，x=[2-3]", bad)),
        ElementsAre(
            "23: the code \"77001x\" and its description do not say which codes these are; a range has "
            "an x for its last digit and ends its description with what x stands for, as in "
            "\"x=[1-4]\""));
  }
  for (const char* bad : {"7x001x |", "770012 |", "x |", "0x |"}) {
    EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "77001x |", bad)),
                ElementsAre(HasSubstr(" and its description do not say which codes these are")))
        << bad;
  }
}

TEST(FeishuErrno, ARowGluedToACellIsTold) {
  EXPECT_THAT(
      problems("feishu-errno", with(lamp_errno, "时间。\n77001x", "时间。77001x")),
      ElementsAre(
          "22: a line of a cell holds a bar: \"- 核对时间。77001x | lamp session 失效，x=[2-3] …\"; a line "
          "break before a row is missing, or the bar is to be written \\|"));
}

TEST(FeishuErrno, ACodeStandsOnce) {
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "| 17 |", "| 0 |")),
              ElementsAre("10: code 0 already stands in line 9; this format gives a code once"));
  // A range overlaps a row of its own.
  EXPECT_THAT(problems("feishu-errno", with(lamp_errno, "501 |", "770012 |")),
              ElementsAre("23: code 770012 already stands in line 17; this format gives a code once"));
}

TEST(FeishuErrno, ACutTableIsTold) {
  EXPECT_THAT(
      problems("feishu-errno", up_to(lamp_errno, "x=[2-3] | \\-\n")),
      ElementsAre("23: the document ends inside the table of line 15 and may have been cut off; a table is "
                  "whole when an empty line follows it"));
  EXPECT_THAT(problems("feishu-errno", up_to(lamp_errno, "| 17 | lamp")),
              ElementsAre("10: the row has 2 columns, its table has 4: errno | errString | 含义 | 归属",
                          HasSubstr("10: the document ends inside the table of line 7"),
                          "10: no table has the header 错误码 | 描述 | 排查建议"));
}

TEST(FeishuErrno, ATableWithoutRowsIsTold) {
  const std::string page =
      up_to(lamp_errno, "------ |----|\n") + "\n" + std::string(lamp_errno.substr(lamp_errno.find("以下")));
  EXPECT_THAT(problems("feishu-errno", page), ElementsAre("7: the table has no rows"));
}

// --- feishu-server ---------------------------------------------------------------------------

TEST(FeishuServer, TheCatalogTellsWhereTheMessageEnds) {
  const auto d = read("feishu-server", lamp_server);
  EXPECT_THAT(
      in_words(d.rows),
      ElementsAre("feishu.hire:2100001 line 4: Lamp not found", "feishu.hire:2100002 line 5: Lamp in use",
                  "feishu.hire:2100002 line 6: Lamp locked", "feishu.server:3001 line 11: bad lamp id",
                  "feishu.server:3002 line 12: 具体原因", "feishu.server:4001 line 13: 7 lamps at most",
                  "feishu.server:50002 line 14: lamp token invalid",
                  "feishu.server:50003 line 15: 灯主非法"));
  EXPECT_THAT(in_words(d.warnings), IsEmpty());
}

TEST(FeishuServer, TheMessageOfANewCodeIsInferred) {
  const auto d = read("feishu-server", with(lamp_server, "50002lamp", "50001lamp gone灯没了\n50002lamp"));
  EXPECT_THAT(in_words(d.rows), testing::Contains("feishu.server:50001 line 14: lamp gone"));
  EXPECT_THAT(in_words(d.warnings),
              ElementsAre("14: code 50001 is new: its message is inferred to end before \"灯没了\""));
  EXPECT_THAT(in_words(d.problems), IsEmpty());
}

TEST(FeishuServer, AMessageWithoutAnEndIsGivenWhole) {
  const auto d = read("feishu-server", with(lamp_server, "50002lamp", "50001lamp gone, buy one\n50002lamp"));
  EXPECT_THAT(in_words(d.rows), testing::Contains("feishu.server:50001 line 14: lamp gone, buy one"));
  EXPECT_THAT(in_words(d.warnings),
              ElementsAre("14: code 50001 is new, and where its message ends cannot be told: "
                          "the whole row is given"));
}

TEST(FeishuServer, AKnownMessageThatGoesOnIsAnotherMessage) {
  const auto d =
      read("feishu-server", with(lamp_server, "3001bad lamp id灯", "3001bad lamp id, try again灯"));
  EXPECT_THAT(in_words(d.rows), testing::Contains("feishu.server:3001 line 11: bad lamp id, try again"));
  EXPECT_THAT(in_words(d.warnings),
              ElementsAre(HasSubstr("11: no message known for code 3001 begins the row: its "
                                    "message is inferred to end before \"灯 ID")));
}

TEST(FeishuServer, DigitsOfTheMessageAreNotTakenForTheCode) {
  for (const char* glued :
       {"50001250 lamps gone灯没了", "50001233333lamps gone灯没了", "500019lamps gone灯没了"}) {
    EXPECT_THAT(problems("feishu-server", with(lamp_server, "50002lamp", std::string(glued) + "\n50002lamp")),
                ElementsAre(testing::AllOf(HasSubstr("14: where the code ends cannot be told: \"5000"),
                                           HasSubstr("put a blank between them"))))
        << glued;
  }
  // In the last row nothing below tells, so one digit more than above is enough.
  EXPECT_THAT(problems("feishu-server", with(lamp_server, "灯主须在职\n", "灯主须在职\n5000412 lamps灯多\n")),
              ElementsAre(HasSubstr("16: where the code ends cannot be told")));
  const auto parted =
      read("feishu-server", with(lamp_server, "50002lamp", "50001 250 lamps gone灯没了\n50002lamp"));
  EXPECT_THAT(in_words(parted.problems), IsEmpty());
  EXPECT_THAT(in_words(parted.rows), testing::Contains("feishu.server:50001 line 14: 250 lamps gone"));
  EXPECT_THAT(
      problems("feishu-server", with(lamp_server, "3001bad", "03001bad")),
      ElementsAre(
          "11: the row begins with a zero, which no code does: \"03001bad lamp id灯 ID 非法,请检查\""));
}

TEST(FeishuServer, RowsThatEndTooEarlyAreTold) {
  EXPECT_THAT(
      problems("feishu-server", with(lamp_server, "3001bad lamp id灯 ID 非法,请检查", "3001")),
      ElementsAre("11: the row of code 3001 ends before its message; a row is a code, a message and an "
                  "explanation"));
  EXPECT_THAT(
      problems("feishu-server", with(lamp_server, "3001bad lamp id灯 ID 非法,请检查", "3001bad lamp id")),
      ElementsAre("11: the row of code 3001 ends before its explanation; a row is a code, a message and an "
                  "explanation"));
}

TEST(FeishuServer, ARowGluedToAnotherIsTold) {
  EXPECT_THAT(
      problems("feishu-server", with(lamp_server, "灯 ID\n2100002Lamp in", "灯 ID2100002Lamp in")),
      ElementsAre(
          "4: the row of code 2100001 seems to hold the next one as well: a line break is missing before "
          "\"2100002Lamp in use灯被占用等一会儿再试\""));
  // Shorter numbers are limits, not codes.
  EXPECT_THAT(problems("feishu-server", with(lamp_server, "一次最多 7 盏灯", "一次最多 300盏灯")), IsEmpty());
}

TEST(FeishuServer, LinesThatAreNoRowsAreTold) {
  EXPECT_THAT(
      problems("feishu-server", with(lamp_server, "3001bad", "x3001bad")),
      ElementsAre(
          "11: a line inside the table does not begin with a code: \"x3001bad lamp id灯 ID 非法,请检查\""));
  EXPECT_THAT(
      problems("feishu-server", with(lamp_server, "\n3002", "\n\n3002")),
      ElementsAre(HasSubstr("13: a row stands outside a table: the header \"codemessage说明排查建议\" or "
                            "\"错误码说明排查建议\" is missing or damaged")));
}

TEST(FeishuServer, MissingHeadersAndCutTablesAreTold) {
  EXPECT_THAT(problems("feishu-server", with(lamp_server, "codemessage说明", "code message说明")),
              ElementsAre(HasSubstr("4: a row stands outside a table"),
                          "17: no table has the header codemessage说明排查建议"));
  EXPECT_THAT(
      problems("feishu-server", up_to(lamp_server, "灯主须在职\n")),
      ElementsAre("15: the document ends inside the table of line 10 and may have been cut off; a table is "
                  "whole when an empty line follows it"));
  EXPECT_THAT(problems("feishu-server", up_to(lamp_server, "错误码说明排查建议\n") + "\n"),
              ElementsAre("10: the table has no rows"));
}

TEST(FeishuServer, TheSameMeaningStandsOnce) {
  EXPECT_THAT(
      problems("feishu-server", with(lamp_server, "2100002Lamp locked", "2100002Lamp in use")),
      ElementsAre(
          "6: code 2100002 already stands in line 5 with the same message; keep one of the two rows"));
}

// --- dingtalk --------------------------------------------------------------------------------

TEST(DingTalk, ReadsDamagedBodies) {
  const auto d = read("dingtalk", lamp_blocks);
  EXPECT_THAT(in_words(d.rows),
              ElementsAre("dingtalk:-1 line 4: /The lamp is busy", "dingtalk:31001 line 9: /Invalid lamp",
                          "dingtalk:31002 line 17: /Lamp broken", "dingtalk:31004 line 21: /dark lamp"));
  EXPECT_THAT(in_words(d.warnings),
              ElementsAre("17: the block is headed 31002, its body says 31003; the head counts"));
}

TEST(DingTalk, ABlockMayStandInOneLine) {
  const auto page =
      with(lamp_blocks, "31002{\n\"errcode\":31003, \"errmsg\": \" Lamp broken \"\n}\nLamp broken",
           "31002 {\"errcode\":31002, \"errmsg\":\"Lamp broken\"} Lamp broken");
  const auto d = read("dingtalk", page);
  EXPECT_THAT(in_words(d.problems), IsEmpty());
  EXPECT_THAT(in_words(d.rows), testing::Contains("dingtalk:31002 line 17: /Lamp broken"));
}

TEST(DingTalk, ABlockWithoutItsEndIsTold) {
  EXPECT_THAT(problems("dingtalk", with(lamp_blocks, "\" Lamp broken \"\n}\n", "\" Lamp broken \"\n")),
              ElementsAre("17: the block of code 31002 is not closed: no \"}\" stands before line 20"));
  EXPECT_THAT(problems("dingtalk", with(lamp_blocks, "“ dark lamp”\n}\n", "“ dark lamp”\n")),
              ElementsAre("21: the block of code 31004 is not closed: no \"}\" stands before line 25"));
}

TEST(DingTalk, ADamagedHeadIsTold) {
  EXPECT_THAT(problems("dingtalk", with(lamp_blocks, "31002{", "31oo2{")),
              ElementsAre("17: a block begins here, but \"31oo2{\" has no code in front of the brace"));
  EXPECT_THAT(problems("dingtalk", with(lamp_blocks, "31002{", "{")),
              ElementsAre("17: a block begins here, but \"{\" has no code in front of the brace"));
  EXPECT_THAT(
      problems("dingtalk", with(lamp_blocks, "31002{", "31002")),
      ElementsAre("18: a line of a body stands outside a block, which begins with a code and a brace: "
                  "\"\"errcode\":31003, \"errmsg\": \" Lamp broken…\""));
  EXPECT_THAT(problems("dingtalk",
                       with(lamp_blocks, "31002{\n\"errcode\":31003, \"errmsg\": \" Lamp broken \"\n", "")),
              ElementsAre("17: a brace closes a block that was not opened"));
}

TEST(DingTalk, ABodyThatCannotBeReadIsTold) {
  EXPECT_THAT(
      problems("dingtalk", with(lamp_blocks, "\"errcode\":31003, ", "")),
      ElementsAre(
          "17: the body of code 31002 cannot be read: it has no number; a body is \"errcode\": NUMBER, "
          "\"errmsg\": \"MESSAGE\""));
  EXPECT_THAT(
      problems("dingtalk", with(lamp_blocks, ", \"errmsg\": \" Lamp broken \"", "")),
      ElementsAre("17: the body of code 31002 cannot be read: it has no message; a body is \"errcode\": "
                  "NUMBER, \"errmsg\": \"MESSAGE\""));
  EXPECT_THAT(problems("dingtalk", with(lamp_blocks, "\" Lamp broken \"", "\" \"")),
              ElementsAre(HasSubstr("17: the body of code 31002 cannot be read: it has no message")));
}

TEST(DingTalk, AMissingTextIsTold) {
  EXPECT_THAT(problems("dingtalk", with(lamp_blocks, "Lamp broken nothing .\n", "")),
              ElementsAre("17: behind the body of code 31002 its message and advice are missing"));
}

TEST(DingTalk, HeaderAndFootBoundTheList) {
  EXPECT_THAT(
      problems("dingtalk", with(lamp_blocks, "Parameters Reference", "Reference")),
      ElementsAre("4: the header above the first block is missing: \"Parameters Reference resources reason "
                  "Investigation method\""));
  EXPECT_THAT(
      problems("dingtalk", up_to(lamp_blocks, "Dark lamp nothing .\n")),
      ElementsAre("25: the document ends before the foot of the page (原网站 or 版权声明) and may have been "
                  "cut off"));
  EXPECT_THAT(problems("dingtalk", "Parameters Reference resources reason Investigation method\n原网站\n"),
              ElementsAre("2: no block of a code (\"40014{\" … \"}\") stands in the document"));
}

TEST(DingTalk, ABlockBehindTheFootIsTold) {
  EXPECT_THAT(problems("dingtalk", std::string(lamp_blocks) + "31009{\n}\n"),
              ElementsAre("29: a block stands behind the foot of the page: \"31009{\""));
}

TEST(DingTalk, TheSameBlockStandsOnce) {
  EXPECT_THAT(
      problems("dingtalk", with(with(lamp_blocks, "31004{", "31002{"), "“ dark lamp”", "“ Lamp broken”")),
      ElementsAre(
          "21: code 31002 already stands in line 17 with the same message; keep one of the two rows"));
}

// --- wecom -----------------------------------------------------------------------------------

TEST(WeCom, ColumnsAreCountedAsATerminalShowsThem) {
  EXPECT_THAT(in_words(read("wecom", lamp_table).rows),
              ElementsAre("wecom:-1 line 6: 灯忙", "wecom:7001 line 7: 灯 id 不合法，且  灯 已关",
                          "wecom:7002001 line 8: 一条正好和列一样宽的错误说明",
                          "wecom:7003 line 9: caller ~“号码”", "wecom:7009 line 21: 灯太多了"));
}

TEST(WeCom, MissingRulersAreTold) {
  const std::string ruler = "   ======= ============================ ==============================\n";
  const std::string header = "   错误码  错误说明                     排查方法\n";
  const std::string parts = "; a table has one above its header, one below it and one at its end";
  EXPECT_THAT(problems("wecom", with(lamp_table, ruler + header, header)),
              ElementsAre("3: the ruler above the header is missing" + parts));
  EXPECT_THAT(problems("wecom", with(lamp_table, header + ruler, header)),
              ElementsAre("5: the ruler below the header is missing" + parts));
  EXPECT_THAT(problems("wecom", with(lamp_table, "-\n" + ruler, "-\n")),
              ElementsAre("11: the ruler at the end of the table is missing" + parts));
  EXPECT_THAT(problems("wecom", with(with(lamp_table, ruler + header, header), header + ruler, header)),
              ElementsAre("3: the ruler above the header is missing" + parts,
                          "4: the ruler below the header is missing" + parts));
}

TEST(WeCom, ADamagedRulerIsTold) {
  EXPECT_THAT(
      problems("wecom", with(lamp_table,
                             "   ======= ============================ ==============================\n   错",
                             "   ======= ============================\n   错")),
      ElementsAre("3: the ruler does not have three columns (错误码, 错误说明, 排查方法)"));
  EXPECT_THAT(
      problems("wecom", with(lamp_table,
                             "   ======= ============================ ==============================\n   -1",
                             "   ====== ============================ ==============================\n   -1")),
      ElementsAre("5: the ruler does not have the columns of the one above it"));
}

TEST(WeCom, AMissingHeaderIsTold) {
  EXPECT_THAT(
      problems("wecom", with(lamp_table, "错误码  错误说明 ", "代码    错误说明 ")),
      ElementsAre(HasSubstr("4: the header of the table is not \"错误码 错误说明 排查方法\" but \"代码")));
  EXPECT_THAT(problems("wecom", "text\n\n.. container:: frame_cnt_foot\n"),
              ElementsAre("3: no table with the header \"错误码 错误说明 排查方法\" stands in the document"));
}

TEST(WeCom, RowsThatDoNotLineUpAreTold) {
  EXPECT_THAT(
      problems("wecom",
               with(lamp_table, "   -1      灯忙", "   -1      灯忙灯忙灯忙灯忙灯忙灯忙灯忙灯忙灯忙灯忙")),
      ElementsAre(HasSubstr("6: the columns of the row do not stand under the ruler, counting two for a "
                            "Chinese character: \"-1      灯忙")));
  EXPECT_THAT(problems("wecom", with(lamp_table, "   7001    灯", "   x7001   灯")),
              ElementsAre("7: the first column, \"x7001\", is not a code"));
  EXPECT_THAT(problems("wecom", with(lamp_table, "   7001    灯", "           灯")),
              ElementsAre(HasSubstr("7: the first column, \"灯 id 不合法")));
}

TEST(WeCom, ARowGluedToAnotherIsTold) {
  EXPECT_THAT(problems("wecom", with(lamp_table, "稍后重试\n", "稍后重试")),
              ElementsAre(HasSubstr("6: the columns of the row do not stand under the ruler")));
  EXPECT_THAT(
      problems("wecom", with(lamp_table, "编号是数字。\n\n   -  .. rubric", "编号是数字。   -  .. rubric")),
      ElementsAre(
          HasSubstr("19: the heading of a code is not \".. rubric:: 错误码：CODE\" in a line of its own")));
}

TEST(WeCom, RowsWithTooFewColumnsAreTold) {
  EXPECT_THAT(
      problems("wecom",
               with(lamp_table, "   -1      灯忙                         稍后重试", "   -1      灯忙")),
      ElementsAre(
          "6: the row of code -1 has nothing under \"排查方法\"; a column without text holds a \"-\""));
  EXPECT_THAT(
      problems("wecom", with(lamp_table, "   -1      灯忙                         稍后重试", "   -1")),
      ElementsAre(
          "6: the row of code -1 has nothing under \"错误说明\"; a column without text holds a \"-\""));
}

TEST(WeCom, ACodeStandsOnceInEachPart) {
  EXPECT_THAT(problems("wecom", with(lamp_table, "   7003    caller", "   7001    caller")),
              testing::Contains("9: code 7001 already stands in line 7; this format gives a code once"));
  EXPECT_THAT(problems("wecom", with(with(lamp_table, "错误码：7003 7009", "错误码：7001 7009"),
                                     "h5--7003-7009", "h5--7001-7009")),
              ElementsAre("21: code 7001 has a second heading in the troubleshooting part"));
}

TEST(WeCom, DamagedHeadingsAreTold) {
  EXPECT_THAT(problems("wecom", with(lamp_table, "错误码：7003 7009", "错误码：7003 70o9")),
              ElementsAre("21: the heading \"错误码：7003 70o9\" does not name codes, parted by a blank"));
  EXPECT_THAT(problems("wecom", with(lamp_table, "错误码：7003 7009", "错误码：")),
              ElementsAre("21: the heading \"错误码：\" names no code"));
  EXPECT_THAT(
      problems("wecom", with(lamp_table, "错误码：7003 7009", "错误：7003 7009")),
      ElementsAre("21: the heading \"错误：7003 7009\" is neither \"排查方法\" nor \"错误码：\" with codes"));
  EXPECT_THAT(problems("wecom", with(lamp_table, "-  .. rubric:: 错误码：7003 7009", "错误码：7003 7009")),
              ElementsAre("21: the heading of a code is not \".. rubric:: 错误码：CODE\" in a line of its "
                          "own: \"错误码：7003 7009\""));
  EXPECT_THAT(problems("wecom", with(lamp_table, "      | 灯太多了。请确认：\n", "")),
              ElementsAre("21: no text stands under the heading of code 7003",
                          "21: no text stands under the heading of code 7009"));
}

TEST(WeCom, AHeadingAndItsAnchorAgree) {
  EXPECT_THAT(
      problems("wecom", with(lamp_table, "h5--7003-7009", "h5--7003-7008")),
      ElementsAre(
          "22: the anchor names the codes \"7003-7008\", the heading above it \"7003-7009\"; one of the "
          "two is damaged"));
}

TEST(WeCom, RowsOutsideTheTableAreTold) {
  EXPECT_THAT(problems("wecom", with(lamp_table, "\n   .. rubric:: 排查方法\n", "\n   7004    灯坏了  -\n")),
              ElementsAre("12: a row stands behind the end of the table: \"7004    灯坏了  -\""));
}

TEST(WeCom, RowsBehindTheFootAreTold) {
  EXPECT_THAT(
      problems("wecom", std::string(lamp_table) + "   7004    灯坏了  -\n"),
      ElementsAre("29: a row or a heading stands behind the foot of the page: \"7004    灯坏了  -\""));
}

TEST(WeCom, ACutPageIsTold) {
  const std::string whole =
      "may have been cut off; the page is whole when \".. container:: frame_cnt_foot\" follows";
  EXPECT_THAT(problems("wecom", up_to(lamp_table, "灯太多了。请确认：\n")),
              ElementsAre("24: the document ends before the foot of the page and " + whole));
  EXPECT_THAT(problems("wecom", up_to(lamp_table, "稍后重试\n")),
              ElementsAre("6: the document ends inside the table and " + whole));
}

// --- return-codes ----------------------------------------------------------------------------

TEST(ReturnCodes, TheHeadingDecidesTheSpace) {
  EXPECT_THAT(in_words(read("return-codes", lamp_returns).rows),
              ElementsAre("openapi.oauth:20000 line 9: Invalid lamp/无效的灯",
                          "openapi.oauth:20001 line 10: Expired "
                          "lamp/灯已过期",
                          "openapi.api:0 line 16: Success/成功",
                          "openapi.api:9 line 17: No such "
                          "lamp/灯没有了"));
}

TEST(ReturnCodes, AnUnknownHeadingIsTold) {
  EXPECT_THAT(
      problems("return-codes", with(lamp_returns, "**API通用返回码**", "**API**")),
      ElementsAre("14: the heading above the table, \"API\", does not say whose codes these are; it is "
                  "\"授权／令牌请求接口返回码\" or \"API通用返回码\"",
                  "18: no table stands under the heading \"API通用返回码\""));
}

TEST(ReturnCodes, DamageIsTold) {
  EXPECT_THAT(
      problems("return-codes", with(lamp_returns, "| 20001  | 灯已过期 |", "| 20001  |")),
      ElementsAre("10: the row has 2 columns, its table has 3: 错误码 | 错误描述 | ErrorDescription"));
  EXPECT_THAT(problems("return-codes", with(lamp_returns, "| Expired lamp      |", "|                   |")),
              ElementsAre("10: the row has nothing under \"ErrorDescription\""));
  EXPECT_THAT(problems("return-codes", with(lamp_returns, "| 20001  |", "| 2000l  |")),
              ElementsAre("10: the first cell of the row, \"2000l\", is not a code"));
  EXPECT_THAT(problems("return-codes", with(lamp_returns, "| 20001  |", "| 20000  |")),
              ElementsAre("10: code 20000 already stands in line 9; this format gives a code once"));
  EXPECT_THAT(problems("return-codes", up_to(lamp_returns, "No such lamp      |\n")),
              ElementsAre(HasSubstr("17: the document ends inside the table of line 14")));
}

}  // namespace
}  // namespace errdex::importing
