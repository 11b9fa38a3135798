// A small catalog that has one of everything: negative, wide and textual codes, a code with two meanings,
// limits of each kind, overrides, ranges inside ranges, an obsolete code.
#ifndef ERRDEX_TESTS_SAMPLE_CATALOG_HPP
#define ERRDEX_TESTS_SAMPLE_CATALOG_HPP

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "catalog/builder.hpp"
#include "catalog/draft.hpp"
#include "errdex/catalog.hpp"

namespace errdex::sample {

inline draft::entry entry(std::string space, std::string code, std::string name) {
  draft::entry e;
  e.space = std::move(space);
  e.code = std::move(code);
  e.name = std::move(name);
  e.group = "sample";
  e.message = "message of " + e.name;
  e.title = {"title of " + e.name, e.name + " 的标题"};
  e.cause = {"Cause of " + e.name + ".", e.name + " 的原因。"};
  e.fix_en = {"First step.", "Second step."};
  e.fix_zh = {"第一步。", "第二步。"};
  e.status = status::invalid_argument;
  e.verdict = verdict::fix_request;
  return e;
}

inline draft::catalog draft() {
  draft::catalog c;
  c.spaces.push_back({"acme.billing",
                      "acme",
                      {"Acme", "艾克米"},
                      {"Billing", "账务"},
                      "a-bb-ccc",
                      {"code"},
                      {"api.acme.example"},
                      {{217000, 217999, {"module 17", "模块 17"}},
                       {200000, 299999, {"service", "服务"}},
                       {217040, 217049, {"invoices", "发票"}}}});
  c.spaces.push_back({"acme.text", "acme", {"Acme", "艾克米"}, {"Text codes", "文本码"}, "", {}, {}, {}});
  c.documents.push_back({"acme", "handbook", "Acme handbook", "https://acme.example/errors", "2026-01"});

  auto full = entry("acme.billing", "217042", "invoice_closed");
  full.aliases = {"invoice is closed", "账单已关闭"};
  full.status = status::failed_precondition;
  full.verdict = verdict::fix_state;
  full.overrides = {{{{"http_status", "503"}}, verdict::retry, "the billing node restarts"},
                    {{{"endpoint", "/pay"}, {"message", "locked"}}, verdict::wait, ""}};
  full.limits = {{"amount", 1.0, 99.5, std::nullopt, "items", "", {}, "", ""},
                 {"calls", std::nullopt, 100.0, std::nullopt, "calls", "", {}, "60s", "app"},
                 {"currency", std::nullopt, std::nullopt, 3.0, "chars", "A-Z", {"CNY", "EUR"}, "", ""}};
  full.see = {"acme.billing:217043", "wecom:40014"};
  full.notes = {"The handbook spells it inovice."};
  full.basis = basis::documented;
  full.document = "handbook";
  full.line = 12;
  full.retry_limit = 3;
  c.entries.push_back(std::move(full));

  auto gone = entry("acme.billing", "217043", "invoice_lost");
  gone.state = lifecycle::obsolete;
  gone.replaced_by = "acme.billing:217042";
  c.entries.push_back(std::move(gone));

  auto first = entry("acme.billing", "500", "two_things_v1");
  first.context = {{"api_version", "v1"}};
  auto second = entry("acme.billing", "500", "two_things_v2");
  second.context = {{"api_version", "v2"}};
  c.entries.push_back(std::move(first));
  c.entries.push_back(std::move(second));

  auto success = entry("acme.billing", "0", "success");
  success.status = status::ok;
  success.verdict = verdict::none;
  success.fix_en.clear();
  success.fix_zh.clear();
  c.entries.push_back(std::move(success));
  c.entries.push_back(entry("acme.billing", "-1", "negative"));
  c.entries.push_back(entry("acme.billing", "2147483648", "just_wide"));
  c.entries.push_back(entry("acme.billing", "-999999999999999999", "lowest"));
  c.entries.push_back(entry("acme.billing", "999999999999999999", "highest"));

  auto text_first = entry("acme.text", "Forbidden.AccessDenied", "access_denied");
  c.entries.push_back(std::move(text_first));
  c.entries.push_back(entry("acme.text", "Forbidden", "forbidden"));
  c.entries.push_back(entry("acme.text", "007", "leading_zeros_are_text"));
  c.entries.push_back(entry("acme.text", "40014", "numeric_among_texts"));
  auto text_a = entry("acme.text", "Twice", "twice_a");
  text_a.context = {{"endpoint", "a"}};
  auto text_b = entry("acme.text", "Twice", "twice_b");
  text_b.context = {{"endpoint", "b"}};
  c.entries.push_back(std::move(text_a));
  c.entries.push_back(std::move(text_b));
  return c;
}

inline std::vector<std::byte> image_of(const errdex::draft::catalog& source) {
  std::string error;
  auto bytes = build_image(source, error);
  if (!bytes) throw std::runtime_error(error);
  return *std::move(bytes);
}

inline catalog compile(const errdex::draft::catalog& source) {
  std::string error;
  auto made = catalog::from_image(image_of(source), error);
  if (!made) throw std::runtime_error(error);
  return *std::move(made);
}

}  // namespace errdex::sample

#endif
