#include <array>

#include "errdex/diagnose.hpp"

namespace errdex {
namespace {
constexpr std::array<std::string_view, 9> envelopes{
    "", "errcode", "code", "code_text", "errno", "errorCode", "error_code", "error", "error_response"};
constexpr std::array<std::string_view, rule_set::count> rules{"platform_given",
                                                              "host",
                                                              "path",
                                                              "error_code_header",
                                                              "wecom_hint",
                                                              "request_id",
                                                              "sub_code",
                                                              "log_id",
                                                              "envelope_shape",
                                                              "message_text",
                                                              "message_language",
                                                              "number_known",
                                                              "number_in_range",
                                                              "http_status"};
}  // namespace

std::string_view name(envelope value) noexcept {
  const auto i = static_cast<std::size_t>(value);
  return i < envelopes.size() ? envelopes[i] : std::string_view{};
}

std::string_view name(evidence_rule value) noexcept {
  const auto i = static_cast<std::size_t>(value);
  return i < rules.size() ? rules[i] : std::string_view{};
}

}  // namespace errdex
