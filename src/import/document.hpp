// What was read out of a platform's document: the rows that give a code, what could not be read,
// and what a person should look at.
//
// A reader never drops a line in silence. Whatever stands where a row should stand and is none
// becomes a problem with its line, and every format has a mark behind its last row (an empty line, a
// ruler, the foot of the page): a document that ends before it was cut off.
#ifndef ERRDEX_SRC_IMPORT_DOCUMENT_HPP
#define ERRDEX_SRC_IMPORT_DOCUMENT_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/catalog.hpp"

namespace errdex::importing {

/// One code of the document. A code that stands for several (9999169x) gives a row for each.
struct document_row {
  space_id space{};
  std::string code;
  std::string message;      ///< The platform's own text; empty where the format does not give it.
  std::string translation;  ///< The text in the document's other language; empty where there is none.
  std::uint32_t line = 0;   ///< 1-based, in the file as it was given.
};

/// A place in the document, and what is wrong there or worth a look. A message about damage also
/// says what would be right.
struct remark {
  std::uint32_t line = 0;    ///< 1-based.
  std::uint32_t column = 0;  ///< 1-based, in bytes; 0 where the whole line is meant.
  std::string message;
};

struct document {
  std::vector<document_row> rows;  ///< In the order of the document.
  std::vector<remark> problems;    ///< Damage: with any of these the rows may not be all.
  std::vector<remark> warnings;    ///< Oddities that cost no row.

  void problem(std::uint32_t line, std::string message) { problems.push_back({line, 0, std::move(message)}); }
  void warning(std::uint32_t line, std::string message) { warnings.push_back({line, 0, std::move(message)}); }
};

/// Which rows of one space repeat each other.
enum class repetition : std::uint8_t {
  same_code = 0,           ///< The format gives a code once.
  same_code_and_text = 1,  ///< A code may stand twice, with two meanings.
};

/// Adds a problem for every row that repeats an earlier one.
void report_repetitions(document& d, repetition what);

}  // namespace errdex::importing

#endif
