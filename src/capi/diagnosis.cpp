#include <algorithm>
#include <array>

#include "capi/convert.hpp"
#include "errdex/diagnose.hpp"

namespace {

using namespace errdex::capi;

static_assert(static_cast<int>(errdex::envelope::error_response) == ERRDEX_ENVELOPE_ERROR_RESPONSE,
              "the envelopes of C and C++ are the same");
static_assert(errdex::rule_set::count == ERRDEX_RULE_COUNT &&
                  errdex::diagnosis::max_candidates == ERRDEX_MAX_CANDIDATES,
              "the bounds of C and C++ are the same");

errdex_classification classification_of(const errdex::classification& c) noexcept {
  return {static_cast<errdex_envelope>(c.envelope),
          c.has_number ? 1 : 0,
          c.complete ? 1 : 0,
          c.number,
          to(c.code),
          to(c.message),
          to(c.sub_code),
          to(c.request_id)};
}

errdex_candidate candidate_of(const errdex::candidate& c) noexcept {
  return {to(c.space.name()), to(c.code), to(c.sub_code), to(c.entry),
          to(c.sub_entry),    c.score,    c.rules.bits()};
}

errdex_result give(const errdex::diagnosis& d, const errdex::evidence& what, errdex_diagnosis& out) noexcept {
  out.body = classification_of(d.body());
  for (const errdex::candidate& c : d.candidates()) out.candidates[out.candidate_count++] = candidate_of(c);
  if (const auto advice = errdex::advise(d, what)) {
    out.advice = {static_cast<errdex_verdict>(advice->action), to(advice->rule), to(advice->reason),
                  advice->retry_limit ? 1 : 0, advice->retry_limit.value_or(0)};
  }
  return d.empty() ? ERRDEX_NOT_FOUND : ERRDEX_OK;
}

}  // namespace

extern "C" {

errdex_result errdex_classify(errdex_text body, errdex_classification* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = classification_of(errdex::classify(from(body)));
  return out->envelope == ERRDEX_ENVELOPE_NONE ? ERRDEX_NOT_FOUND : ERRDEX_OK;
}

errdex_result errdex_find_body(errdex_text text, size_t start, size_t* offset, size_t* length) {
  if (offset == nullptr || length == nullptr) return ERRDEX_BAD_ARGUMENT;
  const auto found = errdex::find_body(from(text), start);
  *offset = found ? found->offset : 0;
  *length = found ? found->length : 0;
  return found ? ERRDEX_OK : ERRDEX_NOT_FOUND;
}

errdex_result errdex_diagnose(const errdex_catalog* catalog, const errdex_evidence* what,
                              errdex_diagnosis* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = {};
  if (catalog == nullptr || what == nullptr || (what->headers == nullptr && what->header_count > 0))
    return ERRDEX_BAD_ARGUMENT;
  std::array<errdex::header_field, ERRDEX_MAX_HEADERS> headers;
  const std::size_t count = std::min<std::size_t>(what->header_count, headers.size());
  for (std::size_t i = 0; i < count; ++i)
    headers[i] = {from(what->headers[i].name), from(what->headers[i].value)};
  errdex::evidence evidence;
  evidence.body = from(what->body);
  if (what->http_status != 0) evidence.http_status = what->http_status;
  evidence.headers = {headers.data(), count};
  evidence.url = from(what->url);
  evidence.platform = from(what->platform);
  return give(errdex::diagnose(evidence, *from(catalog)), evidence, *out);
}

errdex_result errdex_diagnose_code(const errdex_catalog* catalog, errdex_text code, errdex_text platform,
                                   errdex_diagnosis* out) {
  if (out == nullptr) return ERRDEX_BAD_ARGUMENT;
  *out = {};
  if (catalog == nullptr) return ERRDEX_BAD_ARGUMENT;
  return give(errdex::diagnose_code(from(code), from(platform), *from(catalog)), {}, *out);
}

errdex_text errdex_envelope_name(int value) {
  return value >= 0 && value <= ERRDEX_ENVELOPE_ERROR_RESPONSE
             ? to(errdex::name(static_cast<errdex::envelope>(value)))
             : errdex_text{};
}

errdex_text errdex_rule_name(unsigned bit) {
  return bit < ERRDEX_RULE_COUNT ? to(errdex::name(static_cast<errdex::evidence_rule>(bit))) : errdex_text{};
}

}  // extern "C"
