#include "service/schemas.hpp"

#include <array>
#include <boost/json.hpp>
#include <string>

#include "errdex/diagnose.hpp"
#include "errdex/handle.hpp"
#include "errdex/search.hpp"
#include "service/problem.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;

struct named_schema {
  std::string_view name;
  std::string_view text;
};

// {"$names":"verdict"} becomes the enumeration of these names; a "$ref" is a bare name here.
constexpr std::array<named_schema, 24> sources{{
    {"Text", R"({
  "type": "object", "description": "A text by language; one of the two where one was asked for.",
  "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
  "additionalProperties": false, "minProperties": 1})"},
    {"Steps", R"({
  "type": "object", "description": "What to do, the likeliest first; both languages have the same number of steps.",
  "properties": {"en": {"type": "array", "items": {"type": "string"}},
                 "zh": {"type": "array", "items": {"type": "string"}}},
  "additionalProperties": false, "minProperties": 1})"},
    {"Status", R"({"description": "Canonical status, a name of google.rpc.Code.", "$names": "status"})"},
    {"Verdict", R"({"description": "What the failure asks for.", "$names": "verdict"})"},
    {"Limit", R"({
  "type": "object", "description": "A documented bound, as data.",
  "properties": {
    "field": {"type": "string"}, "min": {"type": "number"}, "max": {"type": "number"}, "count": {"type": "number"},
    "unit": {"type": "string", "examples": ["bytes", "s", "calls"]},
    "charset": {"type": "string"}, "values": {"type": "array", "items": {"type": "string"}},
    "window": {"type": "string", "description": "Period of a rate limit or a life.", "examples": ["60s", "1d"]},
    "per": {"type": "string", "description": "What it is counted for.", "examples": ["app", "tenant"]}},
  "required": ["field"], "additionalProperties": false})"},
    {"Source", R"({
  "type": "object", "description": "Where the entry was read.",
  "properties": {
    "document": {"type": "string"}, "title": {"type": "string"}, "url": {"type": ["string", "null"]},
    "seen": {"type": ["string", "null"], "description": "The document's own date, as exact as it is known."},
    "line": {"type": "integer", "minimum": 0, "description": "1-based; 0 when there is none."}},
  "required": ["document", "title", "url", "seen", "line"], "additionalProperties": false})"},
    {"Override", R"({
  "type": "object", "description": "A verdict that replaces the entry's own when every condition holds.",
  "properties": {"when": {"type": "object", "additionalProperties": {"type": "string"}},
                 "verdict": {"$ref": "Verdict"}, "reason": {"type": "string"}},
  "required": ["when", "verdict"], "additionalProperties": false})"},
    {"Entry", R"({
  "type": "object", "description": "What the catalog knows of one code in one space.",
  "properties": {
    "space": {"type": "string", "examples": ["wecom"]},
    "code": {"type": "string", "description": "As it stands on the wire; a number too is a text here."},
    "name": {"type": "string", "description": "Our name for it: stable, unique in its space."},
    "message": {"type": "string", "description": "What the platform documents or sends, letter for letter."},
    "aliases": {"type": "array", "items": {"type": "string"}, "description": "Other texts for the same code."},
    "title": {"$ref": "Text"}, "cause": {"$ref": "Text"}, "fix": {"$ref": "Steps"},
    "status": {"$ref": "Status"}, "verdict": {"$ref": "Verdict"},
    "limits": {"type": "array", "items": {"$ref": "Limit"}},
    "context": {"type": "object", "additionalProperties": {"type": "string"},
                "description": "What tells this meaning of the code from another."},
    "see": {"type": "array", "items": {"type": "string"}, "description": "Related codes, as space:code."},
    "basis": {"$names": "basis", "description": "documented: the platform says so; derived: concluded."},
    "source": {"$ref": "Source"},
    "notes": {"type": "array", "items": {"type": "string"}, "description": "What is odd in the source."},
    "state": {"$names": "state"}, "group": {"type": "string"},
    "replaced_by": {"type": "string", "description": "space:code of the successor of an obsolete code."},
    "retry_limit": {"type": "integer", "minimum": 0, "description": "Documented repetitions after the first attempt."},
    "overrides": {"type": "array", "items": {"$ref": "Override"}}},
  "required": ["space", "code", "name", "message", "aliases", "title", "cause", "fix", "status", "verdict", "limits",
               "context", "see", "basis", "source", "notes", "state", "group"],
  "additionalProperties": false})"},
    {"Brief", R"({
  "type": "object", "description": "An entry as lists show it.",
  "properties": {
    "space": {"type": "string"}, "code": {"type": "string"}, "name": {"type": "string"},
    "message": {"type": "string"}, "title": {"$ref": "Text"}, "status": {"$ref": "Status"},
    "verdict": {"$ref": "Verdict"}, "state": {"$names": "state"}, "group": {"type": "string"}},
  "required": ["space", "code", "name", "message", "title", "status", "verdict", "state", "group"],
  "additionalProperties": false})"},
    {"Entries", R"({
  "type": "object",
  "properties": {"entries": {"type": "array", "minItems": 1, "items": {"$ref": "Entry"}}},
  "required": ["entries"], "additionalProperties": false})"},
    {"Reproduction", R"({
  "type": "object", "description": "Requests that raise a code, run on the emulator in a fresh world, with their answers.",
  "properties": {
    "space": {"type": "string"}, "code": {"type": "string"}, "name": {"type": "string"},
    "endpoint": {"type": "string", "description": "The endpoint of the last request, which is answered with the code.",
                 "examples": ["user/get"]},
    "when": {"type": "string", "description": "The condition, completing: is answered with it when …"},
    "steps": {"type": "array", "minItems": 1, "items": {
      "type": "object",
      "properties": {
        "note": {"type": "string", "description": "What the step is for, such as a credential or a moved clock."},
        "request": {
          "type": "object",
          "properties": {
            "method": {"type": "string"}, "target": {"type": "string"}, "body": {"type": "string"},
            "headers": {"type": "object", "additionalProperties": {"type": "string"}}},
          "required": ["method", "target", "body"], "additionalProperties": false},
        "curl": {"type": "string", "description": "The request as a command of a shell, for any emulator."},
        "times": {"type": "integer", "minimum": 2, "description": "So often it was made; the answer is that to the last."},
        "status": {"type": "integer"},
        "answer": {"type": "string", "description": "Its body; long ones are cut."}},
      "additionalProperties": false}},
    "others": {"type": "array", "description": "Other ways to the same code.", "items": {
      "type": "object",
      "properties": {"endpoint": {"type": "string"}, "when": {"type": "string"}},
      "required": ["endpoint", "when"], "additionalProperties": false}}},
  "required": ["space", "code", "name", "endpoint", "when", "steps", "others"], "additionalProperties": false})"},
    {"CodeList", R"({
  "type": "object",
  "properties": {
    "codes": {"type": "array", "items": {"oneOf": [{"$ref": "Brief"}, {"$ref": "Entry"}]}},
    "total": {"type": "integer", "minimum": 0, "description": "How many codes the filters take, on all pages."},
    "next": {"type": ["string", "null"], "description": "`cursor` of the next page; null on the last."}},
  "required": ["codes", "total", "next"], "additionalProperties": false})"},
    {"Candidate", R"({
  "type": "object", "description": "One reading.",
  "properties": {
    "space": {"type": "string"}, "code": {"type": "string"},
    "sub_code": {"type": ["string", "null"], "description": "The true code behind a wrapper such as DingTalk's 88."},
    "known": {"type": "boolean", "description": "Whether the space lists the code."},
    "name": {"type": ["string", "null"]},
    "rules": {"type": "array", "items": {"$names": "evidence_rule"}, "description": "What spoke for this reading."},
    "entry": {"oneOf": [{"$ref": "Entry"}, {"type": "null"}]},
    "nearest": {"type": "array", "items": {"type": "string"}, "description": "For an unknown code: known ones near it."},
    "sub_name": {"type": "string"},
    "reproduce": {"type": "string", "description": "The command that shows requests which raise the code; only for codes that the emulator can be made to answer with."}},
  "required": ["space", "code", "sub_code", "known", "name", "rules", "entry"], "additionalProperties": false})"},
    {"Advice", R"({
  "type": "object", "description": "The verdict for the best reading.",
  "properties": {
    "action": {"$ref": "Verdict"},
    "rule": {"type": "string", "examples": ["entry", "sub_code", "override:http_status", "unknown_code"]},
    "meaning": {"$ref": "Text"}, "reason": {"type": "string"},
    "retry_limit": {"type": "integer", "minimum": 0}},
  "required": ["action", "rule", "meaning"], "additionalProperties": false})"},
    {"Decision", R"({
  "type": "object", "description": "What the program must do about this attempt.",
  "properties": {
    "action": {"$ref": "Verdict"}, "rule": {"$names": "decision_rule", "description": "The rule that decided."},
    "source": {"type": ["string", "null"], "description": "entry, or the override that applied."},
    "repeat": {"type": "boolean", "description": "The program may send the same call again, after delay_ms."},
    "delay_ms": {"type": "integer", "minimum": 0},
    "attempts_left": {"type": "integer", "minimum": 0, "description": "Repetitions left, this one counted."},
    "may_have_executed": {"type": "boolean", "description": "The failed call may have taken effect."},
    "meaning": {"$ref": "Text"},
    "detail": {"description": "A fact out of the answer, such as the address that is not trusted.",
      "oneOf": [{"type": "null"}, {"type": "object",
        "properties": {"kind": {"$names": "detail_kind"}, "text": {"type": "string"}},
        "required": ["kind", "text"], "additionalProperties": false}]}},
  "required": ["action", "rule", "source", "repeat", "delay_ms", "attempts_left", "may_have_executed", "meaning", "detail"],
  "additionalProperties": false})"},
    {"Finding", R"({
  "type": "object", "description": "One thing that was found in what was asked.",
  "properties": {
    "text": {"type": "string", "description": "The code, the name or the body itself."},
    "offset": {"type": "integer", "minimum": 0, "description": "Where it stands in the question, in bytes."},
    "candidates": {"type": "array", "items": {"$ref": "Candidate"}, "description": "The likeliest first."},
    "verdict": {"oneOf": [{"$ref": "Advice"}, {"type": "null"}]},
    "decision": {"$ref": "Decision"}},
  "required": ["text", "offset", "candidates", "verdict"], "additionalProperties": false})"},
    {"Findings", R"({
  "type": "object",
  "properties": {
    "findings": {"type": "array", "items": {"$ref": "Finding"}},
    "neighbour": {"type": "string", "description": "Another platform whose answer the text is, such as Alipay."},
    "nearest": {"type": "array", "items": {"$ref": "Brief"}, "description": "When nothing was understood: codes near it."}},
  "required": ["findings"], "additionalProperties": false})"},
    {"Operation", R"({
  "type": "object", "description": "The call that failed, as far as it decides what to do.",
  "properties": {
    "repeat": {"enum": ["unsafe", "idempotent", "keyed"], "default": "unsafe",
      "description": "What a second execution would do: a second effect; nothing new; or the platform recognises it by a key."},
    "attempts": {"type": "integer", "minimum": 1, "maximum": 1000000, "default": 1,
      "description": "Attempts made so far, the failed one counted."},
    "token_refreshes": {"type": "integer", "minimum": 0, "maximum": 1000000, "default": 0},
    "endpoint": {"type": "string", "description": "Path of the call; taken from url when it is missing."},
    "token": {"type": "string", "description": "Kind of the token that was sent.", "examples": ["tenant_access_token"]},
    "api_version": {"type": "string", "examples": ["contact v3"]},
    "now": {"type": "integer", "minimum": 0, "maximum": 253402300799,
      "description": "The caller's clock in seconds since 1970 UTC; for answers that name a point in time."}},
  "additionalProperties": false})"},
    {"Evidence", R"({
  "type": "object",
  "description": "What is known of one failed call: body, code or http_status, and whatever else there is. A document that is itself the answer of a platform is understood as its body.",
  "properties": {
    "body": {"description": "What the platform answered, as a text or as the JSON itself; or a text with answers in it.",
      "examples": ["{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}"]},
    "code": {"type": ["string", "integer"], "description": "Instead of the body: the code alone."},
    "http_status": {"type": "integer", "minimum": 100, "maximum": 599},
    "headers": {"type": "object", "description": "Headers of the answer, by name.",
      "additionalProperties": {"oneOf": [{"type": ["string", "integer"]}, {"type": "array", "items": {"type": "string"}}]}},
    "url": {"type": "string", "description": "Of the call: absolute, or its path.", "examples": ["/cgi-bin/message/send"]},
    "platform": {"type": "string", "description": "Name of the platform or of the space, where it is known.", "examples": ["wecom"]},
    "operation": {"$ref": "Operation"}}})"},
    {"Hit", R"({
  "type": "object",
  "properties": {
    "space": {"type": "string"}, "code": {"type": "string"}, "name": {"type": "string"},
    "match": {"$names": "match_kind", "description": "How well it fits; better kinds stand first."},
    "score": {"type": "integer", "description": "Comparable among hits of the same kind."},
    "matched": {"type": "array", "items": {"type": "string"}, "description": "The words as they stand in the entry."},
    "taken": {"type": "object", "additionalProperties": {"type": "string"},
      "description": "Words of the query that were taken as another one: a synonym, a corrected spelling."},
    "missing": {"type": "integer", "minimum": 1, "description": "Words of the query that the entry lacks."},
    "message": {"type": "string"}, "title": {"$ref": "Text"}, "status": {"$ref": "Status"}, "verdict": {"$ref": "Verdict"}},
  "required": ["space", "code", "name", "match", "score", "matched", "message", "title", "status", "verdict"],
  "additionalProperties": false})"},
    {"SearchResult", R"({
  "type": "object",
  "properties": {
    "hits": {"type": "array", "items": {"$ref": "Hit"}},
    "total": {"type": "integer", "minimum": 0,
      "description": "Entries of the kinds that were looked for; weaker kinds are looked for when better ones do not fill a page."},
    "next": {"type": ["integer", "null"], "description": "`offset` of the next page; null on the last."},
    "words": {"type": "array", "description": "What the words of the query were taken as.", "items": {
      "type": "object",
      "properties": {"asked": {"type": "string"}, "taken": {"type": "string"}, "reading": {"$names": "word_reading"}},
      "required": ["asked", "taken", "reading"], "additionalProperties": false}},
    "unknown": {"type": "array", "items": {"type": "string"}, "description": "Words that stand nowhere in the catalog."}},
  "required": ["hits", "total", "next", "words", "unknown"], "additionalProperties": false})"},
    {"SpaceList", R"({
  "type": "object",
  "properties": {
    "entries": {"type": "integer", "minimum": 0, "description": "Of the whole catalog."},
    "spaces": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "name": {"type": "string"}, "platform": {"type": "string"}, "platform_title": {"$ref": "Text"},
        "title": {"$ref": "Text"},
        "scheme": {"type": ["string", "null"], "description": "What the digits of its numbers follow."},
        "envelopes": {"type": "array", "items": {"type": "string"}},
        "hosts": {"type": "array", "items": {"type": "string"}},
        "numbers": {"description": "The least and the greatest number.", "oneOf": [{"type": "null"}, {"type": "object",
          "properties": {"from": {"type": "integer"}, "to": {"type": "integer"}},
          "required": ["from", "to"], "additionalProperties": false}]},
        "entries": {"type": "integer", "minimum": 0}, "obsolete": {"type": "integer", "minimum": 0},
        "verdicts": {"type": "object", "propertyNames": {"$ref": "Verdict"}, "additionalProperties": {"type": "integer", "minimum": 1}},
        "statuses": {"type": "object", "propertyNames": {"$ref": "Status"}, "additionalProperties": {"type": "integer", "minimum": 1}},
        "groups": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        "ranges": {"type": "array", "description": "Described ranges, by their beginning; they may contain each other.", "items": {
          "type": "object",
          "properties": {
            "from": {"type": "integer"}, "to": {"type": "integer"}, "title": {"$ref": "Text"},
            "entries": {"type": "integer", "minimum": 0}, "obsolete": {"type": "integer", "minimum": 0},
            "verdicts": {"type": "object", "propertyNames": {"$ref": "Verdict"}, "additionalProperties": {"type": "integer", "minimum": 1}},
            "statuses": {"type": "object", "propertyNames": {"$ref": "Status"}, "additionalProperties": {"type": "integer", "minimum": 1}}},
          "required": ["from", "to", "title", "entries", "obsolete", "verdicts", "statuses"], "additionalProperties": false}}},
      "required": ["name", "platform", "platform_title", "title", "scheme", "envelopes", "hosts", "numbers", "entries",
                   "obsolete", "verdicts", "statuses", "groups", "ranges"],
      "additionalProperties": false}}},
  "required": ["entries", "spaces"], "additionalProperties": false})"},
    {"Health", R"({
  "type": "object",
  "properties": {"status": {"const": "ok"}, "version": {"type": "string"},
                 "entries": {"type": "integer", "minimum": 0, "description": "Of the catalog."}},
  "required": ["status", "version", "entries"], "additionalProperties": false})"},
    {"Problem", R"({
  "type": "object", "description": "Problem details, RFC 9457.",
  "properties": {
    "type": {"$names": "problem", "description": "Leads to a description of this type of problem."},
    "title": {"type": "string"}, "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "detail": {"type": "string", "description": "What is wrong with this request, and what would be right."},
    "parameter": {"type": "string", "description": "The parameter that is wrong."},
    "known": {"type": "array", "items": {"type": "string"}, "description": "The spaces that there are."},
    "nearest": {"type": "array", "items": {"type": "string"}, "description": "Codes near the unknown one, as space:code."},
    "range": {"type": "object", "description": "The described range that an unknown number falls into.",
      "properties": {"space": {"type": "string"}, "from": {"type": "integer"}, "to": {"type": "integer"}, "title": {"$ref": "Text"}},
      "required": ["space", "from", "to", "title"], "additionalProperties": false}},
  "required": ["type", "title", "status", "detail"], "additionalProperties": false})"},
}};

template <typename Enum>
json::array names_below(std::size_t count) {
  json::array out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(name(static_cast<Enum>(i)));
  return out;
}

json::array names_of(std::string_view set) {
  if (set == "status") return names_below<status>(status_count);
  if (set == "verdict") return names_below<verdict>(verdict_count);
  if (set == "basis") return names_below<basis>(2);
  if (set == "state") return names_below<lifecycle>(2);
  if (set == "evidence_rule") return names_below<evidence_rule>(rule_set::count);
  if (set == "decision_rule") return names_below<decision_rule>(decision_rule_count);
  if (set == "match_kind") return names_below<match_kind>(4);
  if (set == "word_reading") return names_below<word_reading>(5);
  json::array out;
  if (set == "detail_kind") {
    for (std::size_t i = 1; i < 6; ++i) out.emplace_back(name(static_cast<detail_kind>(i)));
  } else {
    for (const problem_type& t : problem_types()) out.emplace_back("/api/v1/problems#" + std::string(t.id));
  }
  return out;
}

/// Fills in names and makes references whole, all the way down.
void finish(json::value& v, std::string_view prefix) {
  if (v.is_array()) {
    for (json::value& item : v.get_array()) finish(item, prefix);
    return;
  }
  if (!v.is_object()) return;
  json::object& o = v.get_object();
  if (const json::value* set = o.if_contains("$names"); set != nullptr && set->is_string()) {
    json::array names = names_of(set->get_string());
    o.erase("$names");
    o["type"] = "string";
    o["enum"] = std::move(names);
  }
  for (auto& member : o) {
    if (member.key() == "$ref" && member.value().is_string()) {
      member.value() = std::string(prefix) + std::string(member.value().get_string());
    } else {
      finish(member.value(), prefix);
    }
  }
}

/// The names of the schemas that this one refers to, itself and through others.
void references(const json::value& v, std::string_view prefix, const json::object& all, json::object& used) {
  if (v.is_array()) {
    for (const json::value& item : v.get_array()) references(item, prefix, all, used);
    return;
  }
  if (!v.is_object()) return;
  for (const auto& member : v.get_object()) {
    if (member.key() == "$ref" && member.value().is_string()) {
      const std::string_view name = std::string_view(member.value().get_string()).substr(prefix.size());
      if (used.contains(name)) continue;
      used[name] = all.at(name);
      references(all.at(name), prefix, all, used);
    } else {
      references(member.value(), prefix, all, used);
    }
  }
}

}  // namespace

json::object schemas(std::string_view prefix) {
  json::object out;
  for (const named_schema& s : sources) {
    json::value schema = json::parse(s.text);
    finish(schema, prefix);
    out[s.name] = std::move(schema);
  }
  return out;
}

json::object schema_alone(std::string_view name) {
  constexpr std::string_view prefix = "#/$defs/";
  const json::object all = schemas(prefix);
  json::object out = all.at(name).as_object();
  json::object used;
  references(out, prefix, all, used);
  if (!used.empty()) out["$defs"] = std::move(used);
  return out;
}

}  // namespace errdex::service
