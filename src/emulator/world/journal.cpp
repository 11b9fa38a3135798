#include "emulator/world/journal.hpp"

#include <algorithm>

namespace errdex::emulation {
namespace {

bool is_name_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// Appends a value the way it is shown. A value that is short shows nothing of itself.
void append_masked(std::string& out, std::string_view value) {
  if (value.size() > 8) out += value.substr(0, 4);
  if (!value.empty()) out += "…";
}

/// Where the string of JSON that starts behind its quote at `from` ends: the position of its closing quote.
std::size_t end_of_string(std::string_view text, std::size_t from) noexcept {
  while (from < text.size() && text[from] != '"') from += text[from] == '\\' ? 2U : 1U;
  return std::min(from, text.size());
}

std::size_t skip_blanks(std::string_view text, std::size_t from) noexcept {
  return std::min(text.find_first_not_of(" \t\r\n", from), text.size());
}

}  // namespace

std::string mask(std::string_view text, const secret_names& secrets) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_name_character(text[at])) {
      out += text[at++];
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_name_character(text[end])) ++end;
    const std::string_view name = text.substr(at, end - at);
    const bool quoted = at > 0 && text[at - 1] == '"' && end < text.size() && text[end] == '"';
    out += name;
    at = end;
    if (!std::binary_search(secrets.begin(), secrets.end(), name)) continue;
    if (!quoted && at < text.size() && text[at] == '=') {
      const std::size_t stop = std::min(text.find_first_of("& \r\n#", at), text.size());
      out += '=';
      append_masked(out, text.substr(at + 1, stop - at - 1));
      at = stop;
    } else if (quoted) {
      std::size_t value = skip_blanks(text, at + 1);
      if (value >= text.size() || text[value] != ':') continue;
      value = skip_blanks(text, value + 1);
      if (value >= text.size() || text[value] != '"') continue;
      const std::size_t stop = end_of_string(text, value + 1);
      out += text.substr(at, value + 1 - at);
      append_masked(out, text.substr(value + 1, stop - value - 1));
      at = stop;
    }
  }
  return out;
}

journal_record journal::take() {
  journal_record out;
  if (records_.empty() || records_.size() < capacity_) return out;
  journal_record& oldest = records_.front();
  for (const auto text :
       {&journal_record::target, &journal_record::request_body, &journal_record::answer_body}) {
    out.*text = std::move(oldest.*text);
    (out.*text).clear();
  }
  records_.pop_front();
  return out;
}

void journal::add(journal_record record) {
  record.number = ++last_;
  if (capacity_ == 0) return;
  if (records_.size() >= capacity_) records_.pop_front();
  if (record.request_body.size() > body_limit) record.request_body.resize(body_limit);
  if (record.answer_body.size() > body_limit) record.answer_body.resize(body_limit);
  records_.push_back(std::move(record));
}

const journal_record* journal::find(std::uint64_t number) const noexcept {
  if (records_.empty() || number < records_.front().number || number > last_) return nullptr;
  return &records_[static_cast<std::size_t>(number - records_.front().number)];
}

const journal_record* journal::find_hint(std::string_view hint) const noexcept {
  if (hint.empty()) return nullptr;
  const auto found =
      std::find_if(records_.rbegin(), records_.rend(), [&](const auto& r) { return r.hint == hint; });
  return found == records_.rend() ? nullptr : &*found;
}

void journal::clear() noexcept {
  records_.clear();
  last_ = 0;
  ++times_cleared_;
}

}  // namespace errdex::emulation
