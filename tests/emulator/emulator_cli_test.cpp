// errdex reproduce and errdex coverage, as a shell would call them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli_run.hpp"

namespace errdex::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(reproduce, shows_commands_that_work_on_any_emulator_and_their_answers) {
  const auto r = run({"reproduce", "wecom:60006", "--base", "http://localhost:8000/"});
  EXPECT_EQ(r.code, success) << r.err;
  EXPECT_THAT(r.out, StartsWith("60006 department_has_children: department/delete, when "));
  EXPECT_THAT(
      r.out,
      HasSubstr("$ contacts_token=$(curl -s "
                "'http://localhost:8000/cgi-bin/"
                "gettoken?corpid=ww0123456789abcdef&corpsecret=contacts-secret' | jq -r .access_token)"));
  EXPECT_THAT(
      r.out,
      HasSubstr(
          R"($ curl -s 'http://localhost:8000/cgi-bin/department/delete?access_token='"$contacts_token"'&id=7')"));
  EXPECT_THAT(r.out, HasSubstr(R"({"errcode":60006,)"));
}

TEST(reproduce, knows_a_code_by_its_name_and_by_its_bare_number) {
  EXPECT_EQ(run({"reproduce", "department_has_children"}).out, run({"reproduce", "wecom:60006"}).out);
  EXPECT_EQ(run({"reproduce", "60006"}).out, run({"reproduce", "wecom:60006"}).out);
}

TEST(reproduce, lists_the_other_ways_and_shows_them_when_asked) {
  EXPECT_THAT(
      run({"reproduce", "wecom:60010"}).out,
      HasSubstr("1 more (--all shows them):\n  department/update: the new parent is below the department\n"));
  EXPECT_THAT(run({"reproduce", "wecom:60010", "--all"}).out, Not(HasSubstr("more (--all")));
}

TEST(reproduce, says_how_time_goes_on) {
  EXPECT_THAT(run({"reproduce", "wecom:42001"}).out,
              HasSubstr("# the clock moves on by 2h\n$ curl -s 'http://127.0.0.1:7340/_errdex/clock' -d "
                        "'{\"advance\":\"2h\"}'\n"));
}

TEST(reproduce, shows_what_is_repeated_as_often_as_it_is) {
  EXPECT_THAT(run({"reproduce", "wecom:45009", "--all"}).out, HasSubstr("for i in $(seq 10); do curl -s "));
  const auto deep = run({"reproduce", "wecom:81002"});
  EXPECT_THAT(deep.out, HasSubstr("more like it; --json has them all"));
  EXPECT_THAT(deep.out, HasSubstr(R"({"name":"Next","parentid":22})"));
  const auto body = boost::json::parse(run({"reproduce", "wecom:81002", "--json"}).out);
  EXPECT_EQ(body.at("steps").as_array().size(), 16U);
}

TEST(reproduce, writes_json_for_programs) {
  const auto r = run({"reproduce", "wecom:60006", "--json"});
  const auto body = boost::json::parse(r.out);
  EXPECT_EQ(body.at("code").as_string(), "60006");
  EXPECT_EQ(body.at("steps").as_array().size(), 3U);
}

TEST(reproduce, offers_a_fault_rule_for_what_no_scenario_shows) {
  const auto r = run({"reproduce", "wecom:-1"});
  EXPECT_EQ(r.code, not_found);
  EXPECT_THAT(r.err, HasSubstr(R"({"code": "wecom:-1", "times": 1})"));
  EXPECT_EQ(run({"reproduce", "wecom:99999999"}).code, bad_usage);
}

TEST(coverage, counts_each_code_once_and_claims_nothing_unproven) {
  const auto r = run({"coverage", "wecom"});
  EXPECT_EQ(r.code, success) << r.err;
  EXPECT_THAT(r.out, HasSubstr("of 328 codes are raised by requests"));
  EXPECT_THAT(r.out, HasSubstr("60111"));
  EXPECT_THAT(
      run({"coverage", "--markdown"}).out,
      HasSubstr("| 60006 | department_has_children | `department/delete`: it has departments below it |"));
  EXPECT_EQ(run({"coverage", "weather"}).code, bad_usage);
}

TEST(endpoints, are_listed_and_shown_in_full) {
  const auto all = run({"endpoints", "wecom"});
  EXPECT_EQ(all.code, success);
  EXPECT_THAT(all.out, HasSubstr("GET  department/delete                     Delete a department\n"));
  EXPECT_THAT(all.out, HasSubstr(" endpoints; errdex endpoints wecom NAME"));

  const auto one = run({"endpoints", "wecom", "department/delete"});
  EXPECT_THAT(one.out, HasSubstr("department/delete  GET /cgi-bin/department/delete\n"));
  EXPECT_THAT(one.out, HasSubstr("  id (required)\n"));
  EXPECT_THAT(one.out, HasSubstr("60006 department_has_children"));
  EXPECT_THAT(one.out, HasSubstr(R"($ contacts_token=$(curl -s 'http://127.0.0.1:7340/cgi-bin/gettoken?)"));
  EXPECT_THAT(one.out, HasSubstr(R"(access_token='"$contacts_token"'&id=)"));

  EXPECT_THAT(run({"endpoints", "wecom", "60006"}).out, HasSubstr("department/delete"));
  EXPECT_EQ(run({"endpoints", "wecom", "no-such-thing"}).code, not_found);
  EXPECT_EQ(run({"endpoints", "weather"}).code, bad_usage);
}

TEST(endpoints, have_a_form_for_programs_and_one_for_pages) {
  const auto lines = run({"endpoints", "wecom", "department/delete", "--json"});
  const auto row = boost::json::parse(lines.out);
  EXPECT_EQ(row.at("fields").at(0).at("name").as_string(), "id");
  EXPECT_EQ(row.at("fields").at(0).at("in").as_string(), "query");
  EXPECT_TRUE(row.at("fields").at(0).at("required").as_bool());
  const auto page = run({"endpoints", "wecom", "--markdown"});
  EXPECT_THAT(page.out, StartsWith("# Endpoints of wecom on the emulator\n"));
  EXPECT_THAT(page.out, HasSubstr("\n### department/delete\n"));
  EXPECT_THAT(page.out, HasSubstr("| 60006 | department_has_children |"));
}

TEST(emulate, takes_a_port_for_each_world) {
  EXPECT_THAT(run({"emulate", "--world", "ci"}).err, HasSubstr("as in --world ci=7341"));
  EXPECT_THAT(run({"emulate", "--world", "ci=99999"}).err, HasSubstr("as in --world ci=7341"));
  EXPECT_THAT(run({"emulate", "--world", "ci=1", "--world", "ci=2"}).err, HasSubstr("given twice"));
}

TEST(emulate, refuses_what_it_cannot_start_with) {
  EXPECT_THAT(run({"emulate", "--fixture", "/nonexistent.yaml"}).err,
              HasSubstr("cannot read /nonexistent.yaml"));
  EXPECT_THAT(run({"emulate", "--state", "/nonexistent/state.db"}).err,
              HasSubstr("cannot open /nonexistent/state.db"));
  EXPECT_THAT(run({"emulate", "--at", "yesterday"}).err, HasSubstr("--at must be a moment"));
  EXPECT_EQ(run({"emulate", "--profile", "odd"}).code, bad_usage);
}

}  // namespace
}  // namespace errdex::cli
