#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "errdex/version.hpp"
#include "service/answers.hpp"
#include "service/operations.hpp"
#include "service/schemas.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;

constexpr std::string_view schema_prefix = "#/components/schemas/";

json::value typed(const parameter& p, std::string_view text) {
  std::int64_t number = 0;
  if (p.kind == parameter_kind::whole_number) {
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }
  return json::string(text);
}

json::object schema_of(const parameter& p) {
  json::object one;
  switch (p.kind) {
    case parameter_kind::text:
      one = {{"type", "string"}, {"minLength", std::min<std::int64_t>(p.least, 1)}, {"maxLength", p.most}};
      break;
    case parameter_kind::whole_number:
      one = {{"type", "integer"}, {"minimum", p.least}, {"maximum", p.most}};
      break;
    case parameter_kind::choice: {
      json::array choices;
      for (const std::string_view c : p.choices) choices.emplace_back(c);
      one = {{"type", "string"}, {"enum", std::move(choices)}};
      break;
    }
  }
  if (!p.fallback.empty()) one["default"] = typed(p, p.fallback);
  if (!p.repeated) return one;
  return {{"type", "array"}, {"items", std::move(one)}};
}

json::object parameter_of(const parameter& p) {
  json::object out{{"name", p.name},
                   {"in", p.place == parameter_place::path ? "path" : "query"},
                   {"required", p.required},
                   {"description", p.meaning},
                   {"schema", schema_of(p)}};
  json::value example = typed(p, p.example);
  if (p.repeated) {
    out["explode"] = true;
    out["example"] = json::array{std::move(example)};
  } else {
    out["example"] = std::move(example);
  }
  return out;
}

json::object content_of(std::string_view media, std::string_view schema) {
  json::object type;
  if (!schema.empty()) {
    type["schema"] = json::object{{"$ref", std::string(schema_prefix) + std::string(schema)}};
  } else if (media == "application/json") {
    type["schema"] = json::object{{"type", "object"}};
  } else {
    type["schema"] = json::object{{"type", "string"}};
  }
  return {{media, std::move(type)}};
}

json::object operation_of(const endpoint& e) {
  json::object out{{"operationId", e.id}, {"summary", e.summary}, {"description", e.description}};
  bool by_language = false;
  json::array parameters;
  for (const parameter& p : e.parameters) {
    by_language = by_language || p.name == "lang";
    parameters.push_back(parameter_of(p));
  }
  if (by_language) parameters.push_back(json::object{{"$ref", "#/components/parameters/AcceptLanguage"}});
  if (!parameters.empty()) out["parameters"] = std::move(parameters);
  if (!e.bodies.empty()) {
    json::object content;
    for (const answer_kind& b : e.bodies) {
      json::object one = content_of(b.media, b.schema);
      content[b.media] = one.at(b.media);
    }
    out["requestBody"] = json::object{{"required", true}, {"content", std::move(content)}};
  }
  json::object responses;
  for (const answer_kind& a : e.answers) {
    json::object response{{"description", a.meaning}};
    if (!a.media.empty()) response["content"] = content_of(a.media, a.schema);
    responses[std::to_string(a.status)] = std::move(response);
  }
  out["responses"] = std::move(responses);
  return out;
}

json::object document() {
  json::object paths;
  for (const endpoint& e : endpoints()) {
    if (!e.documented) continue;
    std::string method(e.method);
    for (char& c : method) c = static_cast<char>(c + 32);
    json::value& path = paths[e.path];
    if (!path.is_object()) path.emplace_object();
    path.get_object()[method] = operation_of(e);
  }
  return {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "errdex"},
        {"version", ERRDEX_VERSION},
        {"summary", "Error codes of open platforms, explained, and what to do about them"},
        {"description",
         "Texts are objects by language. `lang` chooses one or both; without it Accept-Language does, by its "
         "qualities, and where it prefers neither both are sent. Answers that depend on the catalog alone "
         "have an "
         "ETag. Errors are problem details (RFC 9457)."},
        {"license", {{"name", "Apache License 2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", json::array{json::object{{"url", "/"}}}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", schemas(schema_prefix)},
        {"parameters",
         {{"AcceptLanguage",
           {{"name", "Accept-Language"},
            {"in", "header"},
            {"required", false},
            {"description", "Chooses the language of the texts where `lang` does not."},
            {"schema", {{"type", "string"}}},
            {"example", "zh-CN,zh;q=0.9,en;q=0.8"}}}}}}}};
}

}  // namespace

const shared_document& state::openapi() {
  std::call_once(openapi_once_, [this] {
    std::string body = json::serialize(document());
    openapi_.etag = etag_of(body);
    openapi_.body = std::make_shared<const std::string>(std::move(body));
  });
  return openapi_;
}

http::response get_openapi(state& s, const call& c) {
  const shared_document& d = s.openapi();
  return catalog_answer(c, d.body, d.etag);
}

}  // namespace errdex::service
