// The cases of the public Mustache specification (github.com/mustache/spec, version 1.4, the required
// modules), told in our own words and with our own data, and the filters that go beyond it.
#include "gen/template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "gen/filters.hpp"

namespace errdex::gen {
namespace {

using testing::HasSubstr;

using partials = std::map<std::string, std::string, std::less<>>;

std::string filled(std::string_view text, const value& data, const partials& parts = {}) {
  template_options options;
  options.filters = all_filters();
  options.escape = find_filter("html");
  options.partials = [&](std::string_view name) {
    const auto found = parts.find(name);
    return found == parts.end() ? nullptr : &found->second;
  };
  std::string error;
  const auto t = text_template::parse(text, options, error);
  if (!t) return "error: " + error;
  std::string out;
  t->render(data, out);
  return out;
}

object with(key name, value v) { return std::move(object().set(name, std::move(v))); }

list texts(std::initializer_list<const char*> all) {
  list out;
  for (const char* text : all) out.emplace_back(text);
  return out;
}

TEST(Variables, ArePutInAndEscaped) {
  const value data = std::move(object().set("who", "Ada").set("sign", "& \" < >"));
  EXPECT_EQ(filled("no tags at all", data), "no tags at all");
  EXPECT_EQ(filled("Hello, {{who}}!", data), "Hello, Ada!");
  EXPECT_EQ(filled("{{sign}}", data), "&amp; &quot; &lt; &gt;");
  EXPECT_EQ(filled("{{{sign}}} {{&sign}} {{& sign }}", data), "& \" < > & \" < > & \" < >");
  EXPECT_EQ(filled("|{{ who }}|{{{ who }}}|", data), "|Ada|Ada|") << "blanks inside a tag";
  EXPECT_EQ(filled("| {{who}} |\n  {{who}}\n", data), "| Ada |\n  Ada\n") << "blanks around one stay";
  EXPECT_EQ(filled("({{nobody}}) ({{{nobody}}}) ({{&nobody}})", data), "() () ()");
}

TEST(Variables, MayBeDotted) {
  const value data = with("a", with("b", with("c", "deep")));
  EXPECT_EQ(filled("{{a.b.c}} {{{a.b.c}}} ({{a.b.x}}) ({{a.x.c}})", data), "deep deep () ()");
  EXPECT_EQ(filled("{{#a}}{{b.c}}{{/a}}", data), "deep");
  const value shadowed = std::move(object().set("a", with("b", object())).set("c", with("b", "no")));
  EXPECT_EQ(filled("{{#a}}({{b.c}}){{/a}}", shadowed), "()") << "only the first word is looked up outside";
  EXPECT_EQ(filled("{{.}}", value("itself")), "itself");
}

TEST(Sections, AreLeftOutRepeatedOrEntered) {
  const value data = std::move(object()
                                   .set("yes", true)
                                   .set("no", false)
                                   .set("none", value())
                                   .set("empty", list())
                                   .set("names", texts({"a", "b"}))
                                   .set("box", with("in", "inside"))
                                   .set("out", "outside"));
  EXPECT_EQ(
      filled("({{#yes}}shown{{/yes}})({{#no}}hidden{{/no}})({{#none}}hidden{{/none}})({{#x}}hidden{{/x}})",
             data),
      "(shown)()()()");
  EXPECT_EQ(filled("{{#names}}<{{.}}>{{/names}}{{#empty}}hidden{{/empty}}", data), "<a><b>");
  EXPECT_EQ(filled("{{#box}}{{in}} {{out}}{{/box}}", data), "inside outside") << "outer names stay visible";
  EXPECT_EQ(filled("{{#out}}{{.}}{{/out}}", data), "outside") << "a text is entered, too";
  EXPECT_EQ(filled("{{#yes}}1{{/yes}}2{{#yes}}3{{/yes}}", data), "123");
  EXPECT_EQ(filled("{{#yes}}a{{#yes}}b{{#no}}c{{/no}}{{/yes}}d{{/yes}}", data), "abd");
  EXPECT_EQ(filled("{{#box.in}}dotted{{/box.in}}{{#box.x}}no{{/box.x}}", data), "dotted");
}

TEST(Sections, OfListsInListsAndDeepContexts) {
  const value rows = with("rows", list{value(texts({"1", "2"})), value(texts({"3"}))});
  EXPECT_EQ(filled("{{#rows}}({{#.}}{{.}}{{/.}}){{/rows}}", rows), "(12)(3)");
  const value deep = std::move(object().set("a", with("one", "1")).set("b", with("two", "2")));
  EXPECT_EQ(filled("{{#a}}{{#b}}{{one}}{{two}}{{/b}}{{/a}}", deep), "12");
}

TEST(InvertedSections, AreShownForWhatIsFalse) {
  const value data =
      std::move(object().set("yes", true).set("no", false).set("empty", list()).set("some", texts({"x"})));
  EXPECT_EQ(
      filled(
          "({{^yes}}a{{/yes}})({{^no}}b{{/no}})({{^empty}}c{{/empty}})({{^some}}d{{/some}})({{^x}}e{{/x}})",
          data),
      "()(b)(c)()(e)");
  EXPECT_EQ(filled("{{^a.b}}no such{{/a.b}}", data), "no such");
}

TEST(TagsAloneOnALine, TakeTheLineWithThem) {
  const value data = with("yes", true);
  EXPECT_EQ(filled("| this\n{{#yes}}\n|\n{{/yes}}\n| line\n", data), "| this\n|\n| line\n");
  EXPECT_EQ(filled("| this\n  {{#yes}}  \n|\n\t{{/yes}}\n| line\n", data), "| this\n|\n| line\n");
  EXPECT_EQ(filled("|\r\n{{#yes}}\r\n{{/yes}}\r\n|", data), "|\r\n|") << "ends of lines of Windows";
  EXPECT_EQ(filled("  {{#yes}}\n#{{/yes}}\n/", data), "#\n/") << "without a line before";
  EXPECT_EQ(filled("#{{#yes}}\n/\n  {{/yes}}", data), "#\n/\n") << "without a line behind";
  EXPECT_EQ(filled(" | {{#yes}}\t|\t{{/yes}} | \n", data), " | \t|\t | \n") << "not alone";
  EXPECT_EQ(filled(" {{#yes}} {{/yes}}\n", data), "  \n") << "two on one line are not alone";
  EXPECT_EQ(filled("a\n{{^no}}\nb\n{{/no}}\nc\n", data), "a\nb\nc\n");
}

TEST(Comments, LeaveNothing) {
  EXPECT_EQ(filled("12{{! a comment }}34", {}), "1234");
  EXPECT_EQ(filled("1{{!\n over\n lines }}2\n", {}), "12\n");
  EXPECT_EQ(filled("a\n  {{! alone }}\nb\n", {}), "a\nb\n");
  EXPECT_EQ(filled("a\n{{!\n alone over lines\n}}\nb", {}), "a\nb");
  EXPECT_EQ(filled("  12 {{! not alone }}\n", {}), "  12 \n");
  EXPECT_EQ(filled("12 {{! a }} 34", {}), "12  34");
}

TEST(Delimiters, CanBeChangedAndAreNotHandedOn) {
  const value data = std::move(object().set("t", "x").set("yes", true));
  EXPECT_EQ(filled("{{=<% %>=}}(<%t%>)", data), "(x)");
  EXPECT_EQ(filled("({{=[ ]=}}[t])", data), "(x)");
  EXPECT_EQ(filled("{{= @   @ =}}(@t@)", data), "(x)");
  EXPECT_EQ(filled("{{=| |=}}\n|#yes|\n|t| {{t}}\n|/yes|\n", data), "x {{t}}\n");
  EXPECT_EQ(filled("[{{>p}}]\n{{= | | =}}\n[|>p|]\n", data, {{"p", ".{{t}}."}}), "[.x.]\n[.x.]\n")
      << "a partial begins with the usual ones";
  EXPECT_EQ(filled("{{>p}}.{{t}}", data, {{"p", "{{=| |=}}|t|"}}), "x.x") << "and leaves them behind";
}

TEST(Partials, StandWhereTheyAreCalled) {
  const value data = std::move(object().set("t", "x").set("lines", "<\n->"));
  EXPECT_EQ(filled("\"{{>p}}\"", data, {{"p", "from a partial"}}), "\"from a partial\"");
  EXPECT_EQ(filled("{{> p }}", data, {{"p", "*{{t}}*"}}), "*x*");
  EXPECT_EQ(filled("a {{>p}} b", data, {{"p", "\t|\t"}}), "a \t|\t b");
  EXPECT_EQ(filled("  {{>p}}  x\n", data, {{"p", ">\n>"}}), "  >\n>  x\n") << "not alone: no indentation";
  EXPECT_EQ(filled("\\\n {{>p}}\n/\n", data, {{"p", "|\n{{{lines}}}\n|\n"}}), "\\\n |\n <\n->\n |\n/\n")
      << "lines of the partial are indented, not those of a value";
  EXPECT_EQ(filled("|\r\n{{>p}}\r\n|", data, {{"p", ">"}}), "|\r\n>|");
}

TEST(Partials, MayCallThemselves) {
  const value tree = std::move(
      object().set("v", "1").set("kids", list{value(std::move(object().set("v", "2").set("kids", list())))}));
  EXPECT_EQ(filled("{{>node}}", tree, {{"node", "{{v}}<{{#kids}}{{>node}}{{/kids}}>"}}), "1<2<>>");
  EXPECT_THAT(filled("{{>loop}}", tree, {{"loop", "x{{>loop}}"}}), testing::MatchesRegex("x{100}"))
      << "without an end of its own";
}

TEST(PlacesInAList, AreKnown) {
  const value data = with("names", texts({"a", "b", "c"}));
  EXPECT_EQ(filled("{{#names}}{{-index}}{{.}}{{^-last}}, {{/-last}}{{/names}}", data), "1a, 2b, 3c");
  EXPECT_EQ(filled("{{#names}}{{#-first}}[{{/-first}}{{.}}{{#-last}}]{{/-last}}{{/names}}", data), "[abc]");
}

TEST(Filters, TakeThePlaceOfTheEscape) {
  const value data = std::move(object().set("name", "user_id <x>").set("long", "one two three"));
  EXPECT_EQ(filled("{{name | go_pascal}} {{name|upper_snake}} {{name | raw}}", data),
            "UserIDX USER_ID_X user_id <x>");
  EXPECT_EQ(filled("{{name | upper | html}}", data), "USER_ID &lt;X&gt;") << "one after the other";
  EXPECT_EQ(filled("{{long | wrap:\"// \"}}", data), "one two three");
}

TEST(Faults, HaveTheirPlaceAndAReason) {
  EXPECT_EQ(filled("ab\n {{x", {}), "error: template:2:2: the tag is not closed; }} is missing");
  EXPECT_EQ(filled("{{#a}}x", {}), "error: template:1:1: section `a` is not closed; end it with {{/a}}");
  EXPECT_THAT(filled("{{#a}}{{/b}}", {}), HasSubstr("`b` is closed, but `a` is open"));
  EXPECT_THAT(filled("{{/b}}", {}), HasSubstr("no section `b` to close"));
  EXPECT_THAT(filled("{{>missing}}", {}), HasSubstr("no partial `missing`"));
  EXPECT_THAT(filled("{{x | shout}}", {}), HasSubstr("no filter `shout`"));
  EXPECT_THAT(filled("{{x | wrap:\"a}}", {}), HasSubstr("no closing quote"));
  EXPECT_THAT(filled("{{}}", {}), HasSubstr("the tag has no name"));
  EXPECT_THAT(filled("{{=x=}}", {}), HasSubstr("delimiters are written"));
  EXPECT_THAT(filled("{{a..b}}", {}), HasSubstr("a word between its dots"));
  EXPECT_THAT(filled("{{>p}}", {}, {{"p", "\n{{#open}}"}}), HasSubstr("error: p:2:1: section `open`"));
}

}  // namespace
}  // namespace errdex::gen
