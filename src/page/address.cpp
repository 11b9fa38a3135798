#include "page/address.hpp"

#include "http/message.hpp"

namespace errdex::page {

std::string address_of(const entry& e) {
  return "/" + std::string(e.space().name()) + "/" + http::percent_encode(e.code());
}

std::string address_of(const errdex::space& s) { return "/" + std::string(s.name()); }

std::string map_of(const errdex::space& s) { return "/map/" + std::string(s.name()); }

std::string find_address(std::string_view question) { return "/find?q=" + http::percent_encode(question); }

bool fits_address(std::string_view question) noexcept {
  constexpr std::size_t longest = 80;
  return question.size() <= longest && question.find_first_of("\r\n{") == std::string_view::npos;
}

std::string id_of(const entry& e) { return std::string(e.space().name()) + ":" + std::string(e.code()); }

std::string anchor_of(const entry& e) {
  const entry_list all = e.space().entries();
  std::size_t last = 0;
  while (last < all.size() && all[last] != e) ++last;
  if (last == all.size()) return {};
  std::size_t first = last;
  while (first > 0 && all[first - 1].code() == e.code()) --first;
  if (first == last && !e.next_meaning()) return {};
  return "meaning-" + std::to_string(last - first + 1);
}

std::string meaning_address(const entry& e) {
  const std::string anchor = anchor_of(e);
  return address_of(e) + (anchor.empty() ? "" : "#" + anchor);
}

entry entry_of(std::string_view id, const catalog& codes) {
  const auto colon = id.find(':');
  if (colon == std::string_view::npos) return {};
  return codes.find(id.substr(0, colon), id.substr(colon + 1));
}

query& query::set(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  out_ += out_.empty() ? '?' : '&';
  out_ += name;
  out_ += '=';
  out_ += http::percent_encode(value);
  return *this;
}

}  // namespace errdex::page
