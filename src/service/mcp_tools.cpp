#include "service/mcp_tools.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <vector>

#include "present/diagnosis_json.hpp"
#include "present/readable.hpp"
#include "service/codes.hpp"
#include "service/evidence_json.hpp"
#include "service/explain.hpp"
#include "service/schemas.hpp"
#include "service/search.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;
using present::texts;

/// An argument that is missing or wrong, said to the agent so that it can do better.
struct wrong_argument {
  std::string message;
};

json::object language_schema() {
  return {{"type", "string"},
          {"enum", json::array{"en", "zh", "both"}},
          {"default", "en"},
          {"description", "Language of the texts."}};
}

/// The evidence of the HTTP API with the language beside it.
json::object evidence_schema() {
  json::object out = schema_alone("Evidence");
  out.erase("description");
  out.at("properties").as_object()["lang"] = language_schema();
  out["additionalProperties"] = false;
  return out;
}

json::object names_schema(std::span<const std::string_view> names, std::string_view description) {
  json::array all;
  for (const std::string_view n : names) all.emplace_back(n);
  return {{"type", "array"},
          {"items", {{"type", "string"}, {"enum", std::move(all)}}},
          {"description", description}};
}

json::object explain_schema() {
  return {
      {"type", "object"},
      {"properties",
       {{"question",
         {{"type", "string"},
          {"minLength", 1},
          {"description",
           "A code (40014, wecom:40014), a name (access_token_expired), an answer's body, the address of a "
           "query tool, or any text with answers in it."}}},
        {"lang", language_schema()}}},
      {"required", json::array{"question"}},
      {"additionalProperties", false}};
}

json::object search_schema() {
  return {{"type", "object"},
          {"properties",
           {{"query",
             {{"type", "string"},
              {"minLength", 1},
              {"maxLength", search_index::max_query},
              {"description", "Words in English or Chinese; synonyms and misspelled words are understood."}}},
            {"spaces",
             {{"type", "array"},
              {"items", {{"type", "string"}}},
              {"description", "Only these spaces or platforms, such as feishu, dingtalk, wecom."}}},
            {"statuses", names_schema(status_names(), "Only these canonical statuses.")},
            {"verdicts", names_schema(verdict_names(), "Only these verdicts.")},
            {"limit", {{"type", "integer"}, {"minimum", 1}, {"maximum", 50}, {"default", 10}}},
            {"offset", {{"type", "integer"}, {"minimum", 0}, {"maximum", 2000}, {"default", 0}}},
            {"lang", language_schema()}}},
          {"required", json::array{"query"}},
          {"additionalProperties", false}};
}

json::object decided_schema() {
  json::object decision = schema_alone("Decision");
  json::object definitions = std::move(decision.at("$defs").as_object());
  decision.erase("$defs");
  definitions["Decision"] = std::move(decision);
  return {
      {"type", "object"},
      {"properties",
       {{"space", {{"type", json::array{"string", "null"}}}},
        {"code", {{"type", json::array{"string", "null"}}}},
        {"name",
         {{"type", json::array{"string", "null"}}, {"description", "Null for a code that is not listed."}}},
        {"decision", {{"$ref", "#/$defs/Decision"}}}}},
      {"required", json::array{"space", "code", "name", "decision"}},
      {"additionalProperties", false},
      {"$defs", std::move(definitions)}};
}

json::object tool_of(std::string_view name, std::string_view title, std::string_view description,
                     json::object input, json::object output) {
  return {{"name", name},
          {"title", title},
          {"description", description},
          {"inputSchema", std::move(input)},
          {"outputSchema", std::move(output)},
          {"annotations",
           {{"readOnlyHint", true},
            {"destructiveHint", false},
            {"idempotentHint", true},
            {"openWorldHint", false}}}};
}

// --- Arguments -------------------------------------------------------------------------------------

void only(const json::object& arguments, std::initializer_list<std::string_view> known) {
  for (const auto& a : arguments) {
    if (std::find(known.begin(), known.end(), std::string_view(a.key())) != known.end()) continue;
    std::string all;
    for (const std::string_view k : known) all += std::string(all.empty() ? "" : ", ") + std::string(k);
    throw wrong_argument{"there is no argument \"" + std::string(a.key()) + "\"; there are " + all};
  }
}

std::string_view required_text(const json::object& arguments, std::string_view name) {
  const json::value* v = arguments.if_contains(name);
  if (v == nullptr || !v->is_string() || v->get_string().empty())
    throw wrong_argument{std::string(name) + ": must be a text that is not empty"};
  return v->get_string();
}

std::size_t number(const json::object& arguments, std::string_view name, std::int64_t least,
                   std::int64_t most, std::int64_t otherwise) {
  const json::value* v = arguments.if_contains(name);
  if (v == nullptr || v->is_null()) return static_cast<std::size_t>(otherwise);
  if (!v->is_int64() || v->get_int64() < least || v->get_int64() > most) {
    throw wrong_argument{std::string(name) + ": must be a whole number from " + std::to_string(least) +
                         " to " + std::to_string(most)};
  }
  return static_cast<std::size_t>(v->get_int64());
}

std::vector<std::string_view> names(const json::object& arguments, std::string_view name) {
  std::vector<std::string_view> out;
  const json::value* v = arguments.if_contains(name);
  if (v == nullptr || v->is_null()) return out;
  if (v->is_string()) return {v->get_string()};
  const bool texts_only =
      v->is_array() && std::all_of(v->get_array().begin(), v->get_array().end(),
                                   [](const json::value& one) { return one.is_string(); });
  if (!texts_only) throw wrong_argument{std::string(name) + ": must be a list of texts"};
  for (const json::value& one : v->get_array()) out.emplace_back(one.get_string());
  return out;
}

texts language_of(const json::object& arguments) {
  const json::value* v = arguments.if_contains("lang");
  if (v == nullptr || v->is_null()) return texts::en;
  if (v->is_string()) {
    if (v->get_string() == "en") return texts::en;
    if (v->get_string() == "zh") return texts::zh;
    if (v->get_string() == "both") return texts::both;
  }
  throw wrong_argument{"lang: must be en, zh or both"};
}

language one_of(texts which) { return which == texts::zh ? language::zh : language::en; }

// --- Tools -----------------------------------------------------------------------------------------

std::string read_aloud(const state& s, const std::vector<present::finding>& found, std::string_view question,
                       language lang, const std::optional<operation>& op) {
  std::string out;
  for (const present::finding& f : found) out += (out.empty() ? "" : "\n") + present::readable(f, lang, op);
  if (std::any_of(found.begin(), found.end(), [](const auto& f) { return !f.reading.empty(); })) return out;
  out += in(lang, "No code of these platforms was recognised.\n", "没有识别出这些平台的错误码。\n");
  for (const entry& e : present::nearest(question, s.codes(), 5))
    out += in(lang, "nearest: ", "最接近：") + present::headline(e, lang) + "\n";
  return out;
}

tool_result explain_tool(state& s, const json::object& arguments) {
  only(arguments, {"question", "lang"});
  const std::string_view question = required_text(arguments, "question");
  const texts which = language_of(arguments);
  const auto found = present::answer(question, s.codes());
  return {findings_document(s, found, source::text, question, which, {}),
          read_aloud(s, found, question, one_of(which), {})};
}

/// The evidence among the arguments of a tool.
evidence_reading evidence_of(state& s, const json::object& arguments, texts which) {
  json::object evidence = arguments;
  evidence.erase("lang");
  auto read = read_evidence(evidence, one_of(which), s.codes());
  if (auto* wrong = std::get_if<std::string>(&read)) throw wrong_argument{std::move(*wrong)};
  return std::get<evidence_reading>(std::move(read));
}

tool_result diagnose_tool(state& s, const json::object& arguments) {
  const texts which = language_of(arguments);
  const evidence_reading r = evidence_of(s, arguments, which);
  return {findings_document(s, r.found, source::evidence, r.question, which, r.call),
          read_aloud(s, r.found, r.question, one_of(which), r.call)};
}

tool_result decide_tool(state& s, const json::object& arguments) {
  const texts which = language_of(arguments);
  const evidence_reading r = evidence_of(s, arguments, which);
  const present::finding& f = r.found.front();
  const decision d = decide(f.reading, f.given, r.call);
  const auto candidates = f.reading.candidates();
  s.metrics.count_lookup(f.reading.known() || f.reading.body().success());
  tool_result out;
  present::json_writer w(out.structured);
  w.begin_object();
  if (candidates.empty()) {
    w.key("space").null().key("code").null().key("name").null();
  } else {
    w.key("space").string(candidates[0].space.name()).key("code").string(present::utf8(candidates[0].code));
    w.key("name").string_or_null(candidates[0].entry.name());
  }
  present::write_decision(w.key("decision"), d, which);
  w.end_object();
  out.text = present::readable(d, one_of(which));
  return out;
}

tool_result search_tool(state& s, const json::object& arguments) {
  only(arguments, {"query", "spaces", "statuses", "verdicts", "limit", "offset", "lang"});
  const texts which = language_of(arguments);
  const language lang = one_of(which);
  search_query q{.text = required_text(arguments, "query"),
                 .wanted = {},
                 .offset = number(arguments, "offset", 0, 2000, 0),
                 .limit = number(arguments, "limit", 1, 50, 10),
                 .which = which};
  auto wanted =
      resolve({names(arguments, "spaces"), {}, names(arguments, "statuses"), names(arguments, "verdicts")},
              lang, s.codes());
  if (const auto* wrong = std::get_if<refusal>(&wanted))
    throw wrong_argument{wrong->parameter + ": " + wrong->detail};
  q.wanted = std::move(std::get<filters>(wanted));
  const search_result found = find_hits(s, q);
  tool_result out;
  out.structured = search_document(q, found);
  for (std::size_t i = q.offset; i < found.hits.size(); ++i)
    out.text += present::headline(found.hits[i].entry, lang) + "\n";
  if (out.text.empty())
    out.text = in(lang, "Nothing was found; try other or fewer words.", "没有找到；请换一个说法或减少词语。");
  return out;
}

struct tool {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  json::object (*input)();
  json::object (*output)();
  tool_result (*run)(state&, const json::object&);
};

const std::array<tool, 4> all{
    {{"diagnose", "Diagnose a failed call",
      "What a failed call to Feishu/Lark, DingTalk, WeCom or a platform like them means, and what to do. "
      "Give the "
      "answer's body as it came, and whatever else is known: HTTP status, headers, URL, platform, and in "
      "`operation` "
      "what a repetition would do and how many attempts were made. Answers with the readings ranked (cause, "
      "steps to "
      "mend it, limits) and with `decision`: repeat or not, after which pause, under which rule.",
      evidence_schema, [] { return schema_alone("Findings"); }, diagnose_tool},
     {"explain", "Explain an error code",
      "What an error code of these platforms means: cause, what to do, verdict. Takes a bare code, a code "
      "with its "
      "platform, a name, or text with answers in it. A number that means something on several platforms "
      "gives every "
      "reading; name the platform (wecom:40014) when it is known.",
      explain_schema, [] { return schema_alone("Findings"); }, explain_tool},
     {"search", "Search error codes",
      "Finds error codes by words of their texts, in English or Chinese, when the code itself is not known: "
      "\"token expired\", \"白名单\". Then explain one of the hits as space:code.",
      search_schema, [] { return schema_alone("SearchResult"); }, search_tool},
     {"decide", "Decide about a failed call",
      "The decision alone for one failed attempt, for use in a loop: whether the program may send the same "
      "call "
      "again, after how many milliseconds, how many repetitions are left, and the rule. Takes what "
      "`diagnose` takes.",
      evidence_schema, decided_schema, decide_tool}}};

}  // namespace

const json::array& mcp_tools() {
  static const json::array list = [] {
    json::array out;
    for (const tool& t : all) out.push_back(tool_of(t.name, t.title, t.description, t.input(), t.output()));
    return out;
  }();
  return list;
}

std::optional<tool_result> call_mcp_tool(state& s, std::string_view name, const json::object& arguments) {
  for (const tool& t : all) {
    if (t.name != name) continue;
    try {
      return t.run(s, arguments);
    } catch (const wrong_argument& wrong) {
      return tool_result{{}, wrong.message, true};
    }
  }
  return std::nullopt;
}

std::optional<std::string> read_mcp_resource(state& s, std::string_view uri) {
  if (!uri.starts_with(mcp_code_prefix)) return std::nullopt;
  uri.remove_prefix(mcp_code_prefix.size());
  const std::size_t slash = uri.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto where = http::percent_decode(uri.substr(0, slash));
  const auto code = http::percent_decode(uri.substr(slash + 1));
  if (!where || !code) return std::nullopt;
  const auto found = find_meanings(spaces_called(*where, s.codes()), *code, s.codes());
  if (found.empty()) return std::nullopt;
  return entries_document(s, found, texts::both);
}

}  // namespace errdex::service
