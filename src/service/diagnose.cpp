#include <boost/json.hpp>

#include "service/answers.hpp"
#include "service/evidence_json.hpp"
#include "service/explain.hpp"
#include "service/operations.hpp"
#include "service/problem.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;

/// "application/json; charset=utf-8" is application/json; in lower case.
std::string media_type(const http::request& r) {
  std::string_view type = r.headers.get("Content-Type").value_or(std::string_view());
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  std::string out(type);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

http::response diagnose_text(state& s, const call& c) {
  const std::string& text = c.request.body;
  return fresh_answer(
      c, findings_document(s, present::answer(text, s.codes()), source::text, text, c.texts, operation{}));
}

http::response diagnose_document(state& s, const call& c) {
  // Small documents are read without a single allocation for their tree.
  std::array<unsigned char, 8192> stack;
  json::monotonic_resource memory(stack.data(), stack.size());
  json::stream_parser parser;
  parser.reset(&memory);
  json::error_code error;
  const std::size_t read = parser.write_some(c.request.body, error);
  if (!error && read < c.request.body.size()) error = json::error::extra_data;
  if (!error) parser.finish(error);
  if (error) {
    return problem(problem_kind::bad_body, c.lang(),
                   in(c.lang(),
                      "The body is not JSON: " + error.message() + " at byte " + std::to_string(read) +
                          ". Send pasted text as text/plain.",
                      "请求体不是 JSON：第 " + std::to_string(read) + " 字节处 " + error.message() +
                          "。粘贴的文本请以 text/plain 发送。"));
  }
  const json::value document = parser.release();
  if (!document.is_object()) {
    return problem(problem_kind::bad_body, c.lang(),
                   in(c.lang(), "The body must be a JSON object with body, code or http_status.",
                      "请求体应为含 body、code 或 http_status 的 JSON 对象。"));
  }
  auto evidence = read_evidence(document.get_object(), c.lang(), s.codes());
  if (const auto* wrong = std::get_if<std::string>(&evidence))
    return problem(problem_kind::bad_body, c.lang(), *wrong);
  const auto& reading = std::get<evidence_reading>(evidence);
  return fresh_answer(
      c, findings_document(s, reading.found, source::evidence, reading.question, c.texts, reading.call));
}

}  // namespace

http::response post_diagnosis(state& s, const call& c) {
  const std::string type = media_type(c.request);
  if (type == "application/json") return diagnose_document(s, c);
  // `curl -d` calls whatever it sends a form.
  if (type.empty() || type == "text/plain" || type == "application/x-www-form-urlencoded")
    return diagnose_text(s, c);
  return problem(
      problem_kind::unsupported_media, c.lang(),
      in(c.lang(),
         "Send application/json with the evidence, or text/plain with pasted text; not " + type + ".",
         "请以 application/json 发送证据，或以 text/plain 发送粘贴的文本；不支持 " + type + "。"));
}

}  // namespace errdex::service
