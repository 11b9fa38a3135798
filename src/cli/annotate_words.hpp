// How `errdex annotate` says what it found: the line below a log line, an event as JSON, the summary.
#ifndef ERRDEX_SRC_CLI_ANNOTATE_WORDS_HPP
#define ERRDEX_SRC_CLI_ANNOTATE_WORDS_HPP

#include <string>

#include "annotate/copier.hpp"
#include "annotate/render.hpp"
#include "annotate/summary.hpp"
#include "cli/program.hpp"

namespace errdex::cli {

/// Words in one language, in colours where the terminal takes them.
class annotate_words final : public annotate::renderer {
 public:
  annotate_words(const terminal& screen, language lang) : screen_(screen), lang_(lang) {}

  /// "  ^ wecom:40014 access_token_invalid → refresh_token: The access token is …"; of a long line also the
  /// column.
  void note(const annotate::finding& what, const annotate::place& where, std::string& out) const override;
  [[nodiscard]] std::size_t event(const annotate::finding& what, const annotate::place& where,
                                  std::string& out) const override;
  void omitted(std::uint64_t count, std::string& out) const override;

 private:
  terminal screen_;
  language lang_;
};

/// The summary as a table: a block for each verdict, a row for each code with count, first and last time (or
/// line) and a sparkline.
[[nodiscard]] std::string table_of(const annotate::summary& s, const annotate::totals& seen,
                                   const context& how);

/// The same as one JSON object.
[[nodiscard]] std::string json_of(const annotate::summary& s, const annotate::totals& seen);

}  // namespace errdex::cli

#endif
