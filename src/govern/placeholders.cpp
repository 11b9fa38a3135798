#include "govern/placeholders.hpp"

#include <algorithm>
#include <cstddef>

namespace errdex::govern {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The length of a `{word}` at this place, or 0.
std::size_t placeholder_at(std::string_view text, std::size_t at) noexcept {
  std::size_t i = at + 1;
  if (i >= text.size() || text[i] < 'a' || text[i] > 'z') return 0;
  while (i < text.size() && ((text[i] >= 'a' && text[i] <= 'z') || is_digit(text[i]) || text[i] == '_')) ++i;
  return i < text.size() && text[i] == '}' ? i + 1 - at : 0;
}

bool is_value(std::string_view s, draft::parameter_type type) noexcept {
  switch (type) {
    case draft::parameter_type::string: return true;
    case draft::parameter_type::boolean: return s == "true" || s == "false";
    case draft::parameter_type::integer:
    case draft::parameter_type::number: {
      if (!s.empty() && s.front() == '-') s.remove_prefix(1);
      if (s.empty() || !is_digit(s.front()) || !is_digit(s.back())) return false;
      const auto points = std::count(s.begin(), s.end(), '.');
      if (points > (type == draft::parameter_type::number ? 1 : 0)) return false;
      return std::all_of(s.begin(), s.end(), [](char c) { return is_digit(c) || c == '.'; });
    }
  }
  return false;
}

}  // namespace

std::vector<template_piece> pieces_of(std::string_view text) {
  std::vector<template_piece> out;
  const auto literal = [&](std::string_view more) {
    if (out.empty() || out.back().is_placeholder) out.push_back({});
    out.back().text += more;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto two = text.substr(i, 2);
    if (two == "{{" || two == "}}") {
      literal(two.substr(0, 1));
      i += 2;
    } else if (const std::size_t n = text[i] == '{' ? placeholder_at(text, i) : 0; n != 0) {
      out.push_back({true, std::string(text.substr(i + 1, n - 2))});
      i += n;
    } else {
      literal(text.substr(i, 1));
      ++i;
    }
  }
  return out;
}

std::vector<std::string> placeholders_of(std::string_view text) {
  std::vector<std::string> out;
  for (auto& piece : pieces_of(text)) {
    if (piece.is_placeholder && std::find(out.begin(), out.end(), piece.text) == out.end()) {
      out.push_back(std::move(piece.text));
    }
  }
  return out;
}

bool matches(std::string_view example, std::string_view text,
             const std::vector<draft::parameter>& parameters) {
  // The places in the example that the pieces so far can end at.
  std::vector<bool> reached(example.size() + 1, false);
  reached[0] = true;
  for (const auto& piece : pieces_of(text)) {
    std::vector<bool> next(example.size() + 1, false);
    const auto declared = std::find_if(parameters.begin(), parameters.end(),
                                       [&](const draft::parameter& p) { return p.name == piece.text; });
    const auto type = declared == parameters.end() ? draft::parameter_type::string : declared->type;
    for (std::size_t from = 0; from <= example.size(); ++from) {
      if (!reached[from]) continue;
      if (!piece.is_placeholder) {
        if (example.substr(from).starts_with(piece.text)) next[from + piece.text.size()] = true;
        continue;
      }
      for (std::size_t to = from + 1; to <= example.size(); ++to) {
        if (is_value(example.substr(from, to - from), type)) next[to] = true;
      }
    }
    reached = std::move(next);
  }
  return reached[example.size()];
}

}  // namespace errdex::govern
