#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli_run.hpp"

namespace errdex::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

boost::json::object json(const result& r) { return boost::json::parse(r.out).as_object(); }

std::string first(const boost::json::object& findings, std::string_view key, std::size_t finding = 0) {
  return std::string(findings.at("findings").at(finding).at("candidates").at(0).at(key).as_string());
}

TEST(Explain, AnswersTheQuestionOfTheReadme) {
  const auto r = run({"explain", R"({"errcode":40014,"errmsg":"不合法的access_token"})"});
  EXPECT_EQ(r.code, success);
  EXPECT_THAT(r.out, HasSubstr("wecom:40014"));
  EXPECT_THAT(r.out, HasSubstr("dingtalk:40014"));
  EXPECT_THAT(r.out, HasSubstr("refresh_token"));
}

TEST(Explain, SaysHowACodeIsMetWhereTheEmulatorCanBeMadeToAnswerWithIt) {
  EXPECT_THAT(run({"explain", "wecom:60111"}).out, HasSubstr("  reproduce  errdex reproduce wecom:60111\n"));
  EXPECT_THAT(run({"explain", "wecom:60111", "--lang", "zh"}).out, HasSubstr("errdex reproduce wecom:60111"));
  EXPECT_THAT(run({"explain", "wecom:60111", "--brief"}).out, Not(HasSubstr("errdex reproduce")));
  EXPECT_THAT(run({"explain", "dingtalk:60111"}).out, Not(HasSubstr("errdex reproduce")));
  EXPECT_EQ(first(json(run({"explain", "wecom:60111", "--json"})), "reproduce"),
            "errdex reproduce wecom:60111");
}

TEST(Explain, ANumberGivesEverySpaceThatListsIt) {
  const auto r = run({"explain", "40014", "--json"});
  EXPECT_EQ(r.code, success);
  std::vector<std::string> spaces;
  const auto all = json(r);
  for (const auto& c : all.at("findings").at(0).at("candidates").as_array())
    spaces.emplace_back(c.at("space").as_string());
  EXPECT_THAT(spaces, testing::IsSupersetOf({"wecom", "dingtalk", "feishu.server"}));
}

TEST(Explain, JsonHasTheFieldsThatProgramsRead) {
  const auto r = run(
      {"explain", "--json",
       R"({"errcode":88,"errmsg":"ding talk error[subcode=40014,submsg=不合法的access_token]","sub_code":"40014","sub_msg":"不合法的access_token","request_id":"15r"})"});
  const auto all = json(r);
  const auto& f = all.at("findings").at(0).as_object();
  EXPECT_EQ(f.at("offset").to_number<int>(), 0);
  EXPECT_EQ(first(all, "space"), "dingtalk");
  EXPECT_EQ(first(all, "code"), "88");
  EXPECT_EQ(first(all, "sub_code"), "40014");
  EXPECT_TRUE(f.at("candidates").at(0).at("known").as_bool());
  EXPECT_TRUE(f.at("candidates").at(0).at("entry").is_object());
  EXPECT_EQ(f.at("verdict").at("action").as_string(), "refresh_token");
  EXPECT_EQ(f.at("verdict").at("rule").as_string(), "override:sub_code");
}

TEST(Explain, AcceptsTheWaysInWhichPeopleWriteACode) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"wecom:40014"},
           {"wecom", "40014"},
           {"WeCom:40014"},
           {"企业微信 40014"},
           {"wecom:access_token_invalid"},
           {"https://open.work.weixin.qq.com/devtool/query?e=40014"},
           {"more info at https://open.work.weixin.qq.com/devtool/query?e=40014 "
            "{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}"},
           {"https://work.weixin.qq.com/api/doc#10649/错误码：40014"}}) {
    std::vector<std::string> all{"explain", "--json"};
    all.insert(all.end(), words.begin(), words.end());
    const auto r = run(all);
    SCOPED_TRACE(words[0]);
    ASSERT_EQ(r.code, success);
    EXPECT_EQ(first(json(r), "space"), "wecom");
    EXPECT_EQ(first(json(r), "code"), "40014");
  }
}

TEST(Explain, ANegativeCodeIsNotAnOption) {
  const auto r = run({"explain", "-1", "--json"});
  EXPECT_EQ(r.code, success);
  EXPECT_EQ(first(json(r), "code"), "-1");
  EXPECT_EQ(first(json(run({"explain", "wecom:-1", "--json"})), "space"), "wecom");
}

TEST(Explain, ReadsStandardInputAndFindsEachBodyInOrder) {
  const auto r = run({"explain", "-", "--json"},
                     "first {\"errcode\":60020,\"errmsg\":\"not allow to access from your ip\"} then\n"
                     "{\"code\":99991672,\"msg\":\"No permission\",\"data\":{}} end\n");
  EXPECT_EQ(r.code, success);
  const auto all = json(r);
  ASSERT_EQ(all.at("findings").as_array().size(), 2u);
  EXPECT_EQ(first(all, "code", 0), "60020");
  EXPECT_EQ(all.at("findings").at(0).at("offset").to_number<int>(), 6);
  EXPECT_EQ(first(all, "code", 1), "99991672");
}

TEST(Explain, SuccessIsRecognised) {
  const auto r = run({"explain", "--json", R"({"errcode":0,"errmsg":"ok"})"});
  EXPECT_EQ(r.code, success);
  EXPECT_EQ(json(r).at("findings").at(0).at("verdict").at("action").as_string(), "none");
}

TEST(Explain, AnUnknownCodeNamesItsNeighboursAndExitsWithOne) {
  const auto body = run({"explain", "--json", R"({"errcode":40014999,"errmsg":"x","request_id":"abc"})"});
  EXPECT_EQ(body.code, not_found);
  EXPECT_FALSE(json(body).at("findings").at(0).at("candidates").at(0).at("known").as_bool());

  const auto near = run({"explain", "wecom:40015"});
  EXPECT_EQ(near.code, not_found);
  EXPECT_THAT(near.out, HasSubstr("wecom:40014"));

  const auto name = run({"explain", "acess_token_invalid"});
  EXPECT_EQ(name.code, not_found);
  EXPECT_THAT(name.out, HasSubstr("wecom:40014"));
}

TEST(Explain, NothingOfThesePlatformsGivesAnEmptyList) {
  const auto r = run({"explain", "--json", "the quick brown fox"});
  EXPECT_EQ(r.code, not_found);
  EXPECT_TRUE(json(r).at("findings").as_array().empty());
  EXPECT_EQ(run({"explain", "-", "--json"}, "").code, not_found);
}

TEST(Explain, WritesChineseWhenAsked) {
  const auto r = run({"explain", "wecom:60020", "--lang", "zh"});
  EXPECT_THAT(r.out, AllOf(HasSubstr("可信"), HasSubstr("处理")));
}

TEST(Explain, SameCodeWithTwoMeaningsShowsBoth) {
  const auto r = run({"explain", "feishu.server:99991663"});
  EXPECT_THAT(r.out, HasSubstr("2 readings"));
}

TEST(Explain, AnAnswerOfANeighbourAmongOthersIsNamed) {
  const std::string paste =
      R"(POST https://qyapi.weixin.qq.com/cgi-bin/message/send {"errcode":81013,"errmsg":"user & party & tag all invalid"})"
      "\n"
      R"(GET https://api.weixin.qq.com/cgi-bin/user/info {"errcode":40003,"errmsg":"invalid openid rid: 65a1b2c3-1d2e3f40-5a6b7c8d"})"
      "\n";
  const auto r = run({"explain", paste});
  EXPECT_THAT(r.out, AllOf(HasSubstr("wecom:81013"), Not(HasSubstr("wecom:40003"))));
  EXPECT_THAT(r.out, testing::EndsWith("one of them looks like an answer of WeChat official accounts, not of "
                                       "Feishu, DingTalk or WeCom.\n"));
  const auto j = json(run({"explain", "--json", paste}));
  EXPECT_EQ(j.at("findings").as_array().size(), 1u);
  EXPECT_EQ(j.at("neighbour").as_string(), "WeChat official accounts");
}

TEST(Explain, AnAnswerOfANeighbourIsNamed) {
  const std::string body =
      R"({"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest, rid: 6849d1f2-0a1b2c3d-4e5f6071"})";
  const auto r = run({"explain", body});
  EXPECT_EQ(r.code, not_found);
  EXPECT_EQ(r.out,
            "this looks like an answer of WeChat official accounts, not of Feishu, DingTalk or WeCom.\n");
  const auto j = run({"explain", "--json", body});
  EXPECT_EQ(j.code, not_found);
  EXPECT_EQ(j.out, "{\"findings\":[],\"neighbour\":\"WeChat official accounts\"}\n");
}

TEST(Explain, ReadsWhatConsolesAndExceptionsPrint) {
  for (const std::string text :
       {"{'errcode': 60020, 'errmsg': 'not allow to access from your ip'}",
        "map[errcode:60020 errmsg:not allow to access from your ip]",
        "Error code: 60020, message: not allow to access from your ip",
        "HTTP/1.1 200 OK\nError-Code: 60020\nError-Msg: not allow to access from your ip\n"}) {
    const auto r = run({"explain", "-", "--json"}, text);
    EXPECT_EQ(r.code, success) << text;
    EXPECT_EQ(first(json(r), "code"), "60020") << text;
  }
}

TEST(Explain, HostileTextCannotWriteToTheTerminal) {
  const auto r = run({"explain", "a\x1b]0;title\x07 b"});
  EXPECT_THAT(r.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(r.out, HasSubstr("\\x1b"));
}

TEST(Explain, AnyBytesAreAnsweredInValidJson) {
  const auto r =
      run({"explain", "-", "--json"}, std::string("{\"errcode\":40014,\"errmsg\":\"\xff\xfe\x80\"}"));
  EXPECT_EQ(first(json(r), "code"), "40014");
}

TEST(Explain, WrongUseSaysWhatWouldBeRight) {
  EXPECT_EQ(run({"explain"}).code, bad_usage);
  const auto r = run({"explain", "--colour", "40014"});
  EXPECT_EQ(r.code, bad_usage);
  EXPECT_THAT(r.err, HasSubstr("--colour"));
  EXPECT_EQ(run({"explain", "40014", "--lang", "fr"}).code, bad_usage);
}

TEST(Explain, BriefGivesOneHeadlineAReading) {
  const auto r = run({"explain", "wecom:40014", "--brief"});
  EXPECT_THAT(r.out, StartsWith("wecom:40014  access_token_invalid  refresh_token\n"));
  EXPECT_EQ(std::count(r.out.begin(), r.out.end(), '\n'), 2);
}

}  // namespace
}  // namespace errdex::cli
