// What templates see of a catalog. docs/templates.md describes every name.
//
// The texts of an entry are prepared once and shared by all targets; a target adds the identifiers of its
// language. So thirteen outputs of ten thousand codes cost little more than one.
#ifndef ERRDEX_SRC_GEN_MODEL_HPP
#define ERRDEX_SRC_GEN_MODEL_HPP

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/draft.hpp"
#include "errdex/catalog.hpp"
#include "gen/language.hpp"
#include "gen/value.hpp"

namespace errdex::gen {

using shared_object = std::shared_ptr<const object>;

/// The keys of an answer that carries the codes of a space.
struct envelope_keys {
  std::string_view name;
  std::string_view code;
  std::string_view message;
  std::string_view outer;     ///< The member that the two stand in; empty for the top level.
  bool code_is_text = false;  ///< Numbers, too, stand in quotes.
};

/// The envelope of this name; {code, msg} for an unknown one and for a space that names none.
[[nodiscard]] const envelope_keys& envelope_of(const errdex::space& s) noexcept;

/// The HTTP status that answers carry for a canonical status, as google.rpc.Code documents it.
[[nodiscard]] int http_status(status value) noexcept;

/// A number of 31 bits for each entry: the code itself where it fits, and for textual and wider codes a hash
/// of it between 2^30 and 2^31, so that it does not change when other codes come and go. Entries that share a
/// code share the number.
[[nodiscard]] std::vector<std::int32_t> stable_numbers(std::span<const entry> entries);

/// An entry without any language's identifiers.
struct entry_texts {
  errdex::entry source;
  const draft::entry* written = nullptr;     ///< With its parameters; null where only the image is known.
  std::array<shared_object, 2> by_language;  ///< Indexed by `language`.
};

/// A space with the texts of its entries.
struct space_texts {
  errdex::space source;
  std::string id;  ///< The name as a word of a file's name, unique among the chosen spaces.
  std::vector<entry_texts> entries;
};

/// The group of an entry as a word of a file's name.
[[nodiscard]] std::string group_id(const entry& e);

/// Prepares the texts. `written` holds what an image does not keep: parameters, texts for end users, earlier
/// names; empty for the built-in spaces. Both have to outlive the result and what is made from it.
[[nodiscard]] std::vector<space_texts> prepare(const catalog& codes, std::span<const errdex::space> spaces,
                                               std::span<const draft::entry> written = {});

/// The data of one target in one language of the texts: the root, each space, and the parts of each space.
struct target_data {
  value root;
  std::vector<value> spaces;
  std::vector<std::vector<value>> groups;  ///< Indexed as `spaces`.
  std::vector<std::vector<value>> chunks;  ///< Indexed as `spaces`: parts that a Java compiler takes.
};

/// `options` are the target's own and become members of the root; they have to outlive the result.
[[nodiscard]] target_data make_data(std::span<const space_texts> spaces, const target_language& target,
                                    language lang, const std::map<std::string, std::string>& options);

}  // namespace errdex::gen

#endif
