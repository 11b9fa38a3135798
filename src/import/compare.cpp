#include "import/compare.hpp"

#include <algorithm>
#include <map>

#include "import/lines.hpp"

namespace errdex::importing {
namespace {

/// How far two texts are apart; the smaller, the better they match.
enum class distance : std::uint8_t { none = 0, spacing = 1, words = 2 };

distance between(std::string_view a, std::string_view b) {
  if (trim(a) == trim(b)) return distance::none;
  return without_blanks(a) == without_blanks(b) ? distance::spacing : distance::words;
}

distance to_aliases(std::string_view text, entry e) {
  auto best = distance::words;
  for (const auto alias : e.aliases()) best = std::min(best, between(text, alias));
  return best;
}

/// A text that the format does not give cannot differ.
distance between(const document_row& row, entry e) {
  const auto message = row.message.empty() ? distance::none : between(row.message, e.message());
  const auto translation = row.translation.empty() ? distance::none : to_aliases(row.translation, e);
  return std::max(message, translation);
}

class space_comparison {
 public:
  space_comparison(space_counts& counts, comparison& out) : counts_(counts), out_(out) {}

  /// The rows and the meanings of one code.
  void match(std::vector<const document_row*> rows, std::vector<entry> meanings) {
    for (const auto limit : {distance::none, distance::spacing, distance::words}) {
      for (auto row = rows.begin(); row != rows.end();) {
        const auto fits = std::find_if(meanings.begin(), meanings.end(),
                                       [&](entry e) { return between(**row, e) <= limit; });
        if (fits == meanings.end()) {
          ++row;
          continue;
        }
        take(**row, *fits);
        meanings.erase(fits);
        row = rows.erase(row);
      }
    }
    for (const auto* row : rows) {
      out_.added.push_back(*row);
      ++counts_.added;
    }
    left_.insert(left_.end(), meanings.begin(), meanings.end());
  }

  /// Meanings without a row.
  [[nodiscard]] const std::vector<entry>& left() const { return left_; }

 private:
  void take(const document_row& row, entry e) {
    const auto before = out_.reworded.size();
    if (!row.message.empty())
      note(row, text_kind::message, e.message(), row.message, between(row.message, e.message()));
    if (!row.translation.empty()) {
      const auto aliases = e.aliases();
      note(row, text_kind::alias, aliases.empty() ? std::string_view{} : aliases[0], row.translation,
           to_aliases(row.translation, e));
    }
    ++(out_.reworded.size() == before ? counts_.unchanged : counts_.reworded);
  }

  void note(const document_row& row, text_kind what, std::string_view was, std::string_view now, distance d) {
    if (d == distance::none) return;
    out_.reworded.push_back({row, what, std::string(was), std::string(trim(now)), d == distance::spacing});
  }

  space_counts& counts_;
  comparison& out_;
  std::vector<entry> left_;
};

}  // namespace

comparison compare(const document& d, const format& form, const catalog& codes) {
  comparison out;
  for (const auto space : form.spaces) {
    auto& counts = out.spaces.emplace_back();
    counts.space = space;
    std::map<std::string_view, std::vector<const document_row*>> rows_of;
    std::vector<std::string_view> order;
    for (const auto& row : d.rows) {
      if (row.space != space) continue;
      ++counts.rows;
      auto& rows = rows_of[row.code];
      if (rows.empty()) order.push_back(row.code);
      rows.push_back(&row);
    }
    space_comparison compared(counts, out);
    for (const auto code : order) {
      std::vector<entry> meanings;
      for (entry e = codes.find(space, code); e; e = e.next_meaning()) meanings.push_back(e);
      compared.match(rows_of[code], std::move(meanings));
    }
    const auto without_row = [&](entry e) {
      const auto& left = compared.left();
      return !rows_of.contains(e.code()) || std::find(left.begin(), left.end(), e) != left.end();
    };
    for (const entry e : codes.space(space).entries()) {
      if (e.source().document != form.document_id || !without_row(e)) continue;
      out.gone.push_back(e);
      ++counts.gone;
    }
  }
  // Matching a code's rows may turn their order round.
  std::stable_sort(out.reworded.begin(), out.reworded.end(), [](const rewording& a, const rewording& b) {
    return std::pair(a.row.space, a.row.line) < std::pair(b.row.space, b.row.line);
  });
  return out;
}

}  // namespace errdex::importing
