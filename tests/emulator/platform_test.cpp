// Declarations, validation and scenarios on a platform of three endpoints that exists only here: what the
// core does for any platform.
#include "emulator/platform/platform.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "emulator/platform/coverage.hpp"
#include "emulator/platform/emulator.hpp"
#include "emulator/platform/scenario.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

/// Two entries of the generic space, whichever they are: the core looks at no meaning.
entry nth(std::size_t n) { return catalog::builtin().space("openapi.api").entries()[n]; }
error_ref general() { return error_ref(nth(1)); }
error_ref first() { return error_ref(nth(2)); }
error_ref second() { return error_ref(nth(3)); }
error_ref third() { return error_ref(nth(4)); }

answer echo(exchange& x) {
  if (x.text("name") == "silent") throw failure(third(), "nobody said so");
  if (x.text("name") == "taken") throw failure(second(), "it is taken");
  x.data().run("INSERT INTO echo VALUES(?)", x.text("name"));
  if (x.text("name") == "items") {
    const auto of = [](const error_ref& e) { return json::object{{"code", e.entry().code()}}; };
    return json::object{{"items", json::array{json::object{{"code", ""}}, of(second()), of(third())}}};
  }
  if (x.text("name") == "late") throw failure(second(), "after a change");
  if (x.text("name") == "kept") throw failure(second(), "after a change that stays").keep_changes();
  return json::object{{"name", x.text("name")}, {"count", *x.data().number("SELECT count(*) FROM echo")}};
}

answer read(exchange& x) { return json::object{{"id", *x.segment("id")}, {"page", x.integer("page", 1)}}; }

class little final : public platform {
 public:
  little() : platform("openapi", {"secret"}) {
    add(check{"fields", check_fields, {}, nullptr});
    add(endpoint{
        .name = "echo",
        .method = "POST",
        .path = "/little/echo",
        .title = "Echo",
        .fields = {field("name").text().required(first()).chars(1, 8, first()).without("<>", first()),
                   field("size").integer().range(1, 10, first()), field("kind").one_of({"a", "b"}, first()),
                   field("tags").array(first()).count(0, 3, first()),
                   field("tags[]").text().charset("a-z0-9", first()),
                   field("site.url").text().form(forms::http_url, "a URL", "nowhere", first()),
                   field("items[].label").text().required(first()).bytes(1, 4, first()),
                   field("items[].link").text().required(first()).only_if("items[].type", {"1"}),
                   field("items[].key").text().required(first()).only_if("items[].type", {"", "0"}),
                   field("items[].parts[].id").text().required(first()).only_if("items[].parts[].own", {"1"}),
                   field("extra").text().required(first()).only_if("kind", {"b"}),
                   field("users").text().separated_by('|').count(1, 2, first()), field("plain").integer()},
        .raises = {{second(), "the name is taken"}},
        .handle = echo});
    add(endpoint{.name = "read",
                 .method = "GET",
                 .path = "/little/items/:id/pages",
                 .title = "Read",
                 .fields = {field("page").integer(first()).range(1, 9, first())},
                 .handle = read});
  }
  bool owns(std::string_view path) const override { return path.substr(0, 8) == "/little/"; }
  void create_tables(store& data) const override {
    data.script("CREATE TABLE IF NOT EXISTS echo(name TEXT)");
  }
  void load(world&, const json::object&) const override {}
  http::response succeed(exchange&, json::object members) const override {
    return write(200, "", std::move(members));
  }
  http::response fail(exchange& x, const failure& f) const override {
    x.hint = "seen";
    return write(400, f.error.entry().code(), {{"detail", f.detail}});
  }
  http::response unknown_path(const http::request&) const override { return write(404, "unknown", {}); }
  error_ref general_field_error() const override { return general(); }
  std::string code_of(const http::response& r) const override {
    return std::string(json::parse(r.content()).at("code").as_string());
  }

 private:
  static http::response write(unsigned status, std::string_view code, json::object members) {
    http::response out;
    out.status = status;
    members["code"] = code;
    out.body = json::serialize(members);
    return out;
  }
};

std::vector<std::unique_ptr<platform>> platforms() {
  std::vector<std::unique_ptr<platform>> out;
  out.push_back(std::make_unique<little>());
  return out;
}

emulator_options options() {
  emulator_options out;
  out.fixture = "openapi: {}";
  return out;
}

class little_emulator : public testing::Test {
 protected:
  json::value send(const std::string& method, const std::string& target, const std::string& body = {}) {
    http::request r;
    r.method = method;
    r.target = target;
    r.body = body;
    return json::parse(e_.answer(r).content());
  }
  json::value echo_of(const std::string& body) { return send("POST", "/little/echo", body); }
  std::string code(const std::string& body) { return std::string(echo_of(body).at("code").as_string()); }
  std::string detail(const std::string& body) { return std::string(echo_of(body).at("detail").as_string()); }
  const journal_record& last() { return e_.world().records.records().back(); }

  emulator e_{platforms(), options()};
};

TEST_F(little_emulator, a_rule_that_is_broken_says_which_field_what_was_wanted_and_what_came) {
  EXPECT_EQ(detail("{}"), "name is missing");
  EXPECT_EQ(detail(R"({"name":null})"), "name is missing");
  EXPECT_EQ(detail(R"({"name":""})"), "name must be present and not empty; it is empty");
  EXPECT_EQ(detail(R"({"name":"123456789"})"), "name must be 1 to 8 characters; it has 9");
  EXPECT_EQ(detail(R"({"name":"a<b"})"), "name must be without any of the characters <>; it is \"a<b\"");
  EXPECT_EQ(detail(R"({"name":"a","size":11})"), "size must be 1 to 10; it is 11");
  EXPECT_EQ(detail(R"({"name":"a","kind":"c"})"), "kind must be one of a, b; it is \"c\"");
  EXPECT_EQ(detail(R"({"name":"a","tags":["a","b","c","d"]})"), "tags must be at most 3 elements; it has 4");
  EXPECT_EQ(detail(R"({"name":"a","tags":["a","B"]})"),
            "tags[1] must be made of the characters a-z0-9; it is \"B\"");
  EXPECT_EQ(detail(R"({"name":"a","site":{"url":"ftp://x"}})"), "site.url must be a URL; it is \"ftp://x\"");
  EXPECT_EQ(detail(R"({"name":"a","items":[{"label":"ok","type":2},{}]})"), "items[1].label is missing");
  EXPECT_EQ(detail(R"({"name":"a","items":[{"label":"名名"}]})"),
            "items[0].label must be 1 to 4 bytes; it has 6");
  EXPECT_EQ(detail(R"({"name":"a","kind":"b"})"), "extra is missing");
  EXPECT_EQ(detail(R"({"name":"a","users":"u|v|w"})"), "users must be 1 to 2 elements; it has 3");
}

TEST_F(little_emulator, what_obeys_passes_and_what_is_absent_is_not_looked_at) {
  EXPECT_EQ(
      code(
          R"({"name":"名名名名名名名名","size":10,"kind":"a","tags":["a","b2"],"site":{},"items":[],"users":"u|v"})"),
      "");
  EXPECT_EQ(code(R"({"name":"a","site":"text","items":"text","extra":null})"), "");
}

TEST_F(little_emulator, a_field_can_depend_on_another_of_the_same_element) {
  EXPECT_EQ(code(R"({"name":"a","items":[{"label":"x","type":1,"link":"l"},{"label":"x","key":"k"}]})"), "");
  EXPECT_EQ(detail(R"({"name":"a","items":[{"label":"x","type":"0","key":"k"},{"label":"x","type":1}]})"),
            "items[1].link is missing");
  EXPECT_EQ(detail(R"({"name":"a","items":[{"label":"x"}]})"), "items[0].key is missing");
  EXPECT_EQ(detail(R"({"name":"a","items":[{"label":"x","key":"k","parts":[{},{"own":1}]}]})"),
            "items[0].parts[1].id is missing");
}

TEST_F(little_emulator, a_rule_without_an_error_raises_the_general_one) {
  EXPECT_EQ(code(R"({"name":"a","plain":"text"})"), general().entry().code());
  EXPECT_EQ(code(R"({"name":["a"]})"), general().entry().code());
}

TEST_F(little_emulator, numbers_and_texts_stand_for_each_other_where_the_platform_converts) {
  EXPECT_EQ(code(R"({"name":5,"size":"7"})"), "");
  EXPECT_EQ(code(R"({"name":"a","size":"seven"})"), general().entry().code());
  EXPECT_EQ(code(R"({"name":"a","size":18446744073709551615})"), first().entry().code());
}

TEST_F(little_emulator, a_failure_takes_back_what_was_changed_unless_it_is_to_stay) {
  EXPECT_EQ(code(R"({"name":"late"})"), second().entry().code());
  EXPECT_EQ(echo_of(R"({"name":"a"})").at("count").as_int64(), 1);
  EXPECT_EQ(code(R"({"name":"kept"})"), second().entry().code());
  EXPECT_EQ(echo_of(R"({"name":"a"})").at("count").as_int64(), 3);
}

TEST_F(little_emulator, the_journal_knows_an_error_that_was_not_declared) {
  EXPECT_EQ(code(R"({"name":"taken"})"), second().entry().code());
  EXPECT_FALSE(last().undeclared);
  EXPECT_EQ(last().failed_check, "handler");
  EXPECT_EQ(code(R"({"name":"silent"})"), third().entry().code());
  EXPECT_TRUE(last().undeclared);
}

TEST_F(little_emulator, names_in_a_path_stand_for_one_segment) {
  EXPECT_EQ(send("GET", "/little/items/a%20b/pages?page=3").at("id").as_string(), "a b");
  EXPECT_EQ(send("GET", "/little/items/7/pages").at("page").as_int64(), 1);
  EXPECT_EQ(send("GET", "/little/items/7/pages?page=x").at("code").as_string(), first().entry().code());
  EXPECT_EQ(send("GET", "/little/items/7/pages?page=10").at("code").as_string(), first().entry().code());
  for (const char* path :
       {"/little/items//pages", "/little/items/7", "/little/items/7/8/pages", "/little/echo"})
    EXPECT_EQ(send("GET", path).at("code").as_string(), "unknown") << path;
}

// --- Scenarios ---------------------------------------------------------------------------------------

std::string name_of(const error_ref& e) { return std::string(e.entry().name()); }

TEST_F(little_emulator, each_limit_of_a_field_is_provoked_from_an_example) {
  scenario_book book;
  read_scenario_file(
      book, e_.platforms(), "little.yaml",
      "platform: openapi\nscenarios:\n"
      "  - works: everything\n    steps: [{call: echo, with: {name: a, size: 1, kind: a, tags: [a], site: "
      "{url: 'http://x'}, "
      "items: [{label: a, type: 1, link: b, parts: [{own: 1, id: c}]}], users: u}}]\n"
      "  - works: an item without a type\n    steps: [{call: echo, with: {name: a, items: [{label: a, key: "
      "b}]}}]\n"
      "  - works: the other kind\n    steps: [{call: echo, with: {name: a, kind: b, extra: e}}]\n"
      "  - works: a page\n    steps: [{call: read, path: /little/items/7/pages, with: {page: 2}}]\n"
      "  - raises: " +
          name_of(second()) +
          "\n    when: the name is taken\n    steps: [{call: echo, with: {name: taken}}]\n");
  const auto derived = derive_scenarios(book.scenarios);
  EXPECT_EQ(derived.size(), 18U);
  for (const scenario& s : derived) {
    EXPECT_EQ(play(e_, book, s).problem, "") << s.when;
    book.scenarios.push_back(s);
  }
  EXPECT_TRUE(cover(*e_.platforms().front(), book).unproven.empty() ||
              cover(*e_.platforms().front(), book).unproven.front().entry == general().entry());
}

TEST_F(little_emulator, a_scenario_that_is_not_true_is_found_out) {
  const auto problem = [&](const std::string& scenarios) {
    scenario_book book;
    read_scenario_file(book, e_.platforms(), "little.yaml", "platform: openapi\nscenarios:\n" + scenarios);
    return play(e_, book, book.scenarios.front()).problem;
  };
  const std::string taken = name_of(second());
  EXPECT_EQ(problem("  - {raises: " + taken + ", steps: [{call: echo, with: {name: taken}}]}"), "");
  EXPECT_THAT(problem("  - {raises: " + taken + ", steps: [{call: echo, with: {name: free}}]}"),
              HasSubstr("got success"));
  EXPECT_THAT(problem("  - {works: it does, steps: [{call: echo, with: {name: taken}}]}"),
              HasSubstr("expected success"));
  EXPECT_THAT(problem("  - {works: it does, steps: [{call: echo, with: {name: a}, expect: {name: b}}]}"),
              HasSubstr("expected name to be \"b\""));
  EXPECT_THAT(problem("  - {works: it does, steps: [{call: echo, with: {name: a}, save: {x: missing}}, "
                      "{call: echo, with: {name: b}}]}"),
              HasSubstr("has no missing"));
  EXPECT_THAT(problem("  - {raises: " + name_of(third()) + ", steps: [{call: echo, with: {name: silent}}]}"),
              HasSubstr("which its declaration does not list"));
  EXPECT_THAT(problem("  - {works: it does, steps: [{call: echo, as: nobody, with: {name: a}}]}"),
              HasSubstr("no credential 'nobody'"));
}

TEST_F(little_emulator, a_code_of_one_item_stands_inside_a_successful_answer) {
  const auto play_one = [&](const std::string& raises, const std::string& inside) {
    scenario_book book;
    read_scenario_file(book, e_.platforms(), "little.yaml",
                       "platform: openapi\nscenarios:\n  - {raises: " + raises +
                           ", steps: [{call: echo, with: {name: items}, inside: '" + inside + "'}]}");
    return play(e_, book, book.scenarios.front()).problem;
  };
  const std::string taken = name_of(second());
  EXPECT_EQ(play_one(taken, "items[1].code"), "");
  EXPECT_THAT(play_one(taken, "items[0].code"), HasSubstr("expected items[0].code to be"));
  EXPECT_THAT(play_one(taken, "items[3].code"), HasSubstr("expected items[3].code to be"));
  EXPECT_THAT(play_one(taken, "items[x].code"), HasSubstr("expected items[x].code to be"));
  EXPECT_THAT(play_one(taken, "items.code"), HasSubstr("expected items.code to be"));
  EXPECT_THAT(play_one(name_of(third()), "items[2].code"), HasSubstr("which its declaration does not list"));

  // It proves the claim of the endpoint like a code of the answer itself.
  scenario_book book;
  read_scenario_file(book, e_.platforms(), "little.yaml",
                     "platform: openapi\nscenarios:\n  - {raises: " + taken +
                         ", steps: [{call: echo, with: {name: items}, inside: 'items[1].code'}]}");
  const auto table = cover(*e_.platforms().front(), book);
  EXPECT_EQ(table.count(coverage_kind::behaviour), 1U);
}

TEST_F(little_emulator, a_scenario_file_that_is_wrong_says_where) {
  const auto complaint = [&](const std::string& yaml) {
    scenario_book book;
    try {
      read_scenario_file(book, e_.platforms(), "little.yaml", yaml);
    } catch (const std::invalid_argument& wrong) {
      return std::string(wrong.what());
    }
    return std::string("accepted");
  };
  const std::string head = "platform: openapi\nscenarios:\n";
  EXPECT_THAT(complaint("platform: weather"), HasSubstr("little.yaml: must begin with 'platform:'"));
  EXPECT_THAT(complaint(head + "  - {works: x}"), HasSubstr("needs steps with a call"));
  EXPECT_THAT(complaint(head + "  - {works: x, steps: [{call: nothing}]}"),
              HasSubstr("no endpoint 'nothing'"));
  EXPECT_THAT(complaint(head + "  - {raises: no_such_name, steps: [{call: echo}]}"),
              HasSubstr("no code or name 'no_such_name'"));
  EXPECT_THAT(complaint(head + "  - {works: x, steps: [{call: echo, wiht: {}}]}"),
              HasSubstr("scenario 1, step 1, wiht: is no key of a step"));
  EXPECT_THAT(complaint(head + "  - {works: x, steps: [{call: echo, inside: a}]}"),
              HasSubstr("'inside' says where"));
  EXPECT_THAT(complaint(head + "  - {works: x, steps: [{call: echo}, {advance: 2h}]}"),
              HasSubstr("must end with a call"));
  EXPECT_THAT(complaint(head + "  - {works: x, steps: [{advance: soon}, {call: echo}]}"),
              HasSubstr("must be a duration"));
  EXPECT_THAT(complaint(head + "  - {works: x, steps: [{call: echo, repeat: 0}]}"), HasSubstr("from 1 to"));
  EXPECT_THAT(complaint("platform: openapi\nscenarios: ["), HasSubstr("little.yaml: line"));
}

}  // namespace
}  // namespace errdex::emulation
