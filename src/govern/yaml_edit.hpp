// Edits of catalog files that keep what people wrote: comments, order, quotes, empty lines.
//
//   catalog_file file("errors/billing.yaml", text);
//   std::string error;
//   if (!file.set({"2017042", "card_expired"}, "state", "obsolete", error)) report(error);
//   write(file.path(), file.text());
//
// A change is made to the characters at its place, and then proved: the new text is read again and must
// say what the old one said plus the change, and nothing else. Where that fails, as with a layout that is
// not understood, nothing changes and `error` says what to do by hand.
#ifndef ERRDEX_SRC_GOVERN_YAML_EDIT_HPP
#define ERRDEX_SRC_GOVERN_YAML_EDIT_HPP

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/yaml_reader.hpp"

namespace errdex::govern {

/// Which entry of a file is meant; a code alone may stand twice after a merge.
struct entry_key {
  std::string code;
  std::string name;
};

class catalog_file {
 public:
  /// An empty text is a file that is to be made.
  catalog_file(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool changed() const noexcept { return text_ != original_; }

  /// Sets `code`, `name`, `state` or `replaced_by`; adds the key where it is missing.
  [[nodiscard]] bool set(const entry_key& which, std::string_view key, std::string_view value,
                         std::string& error);

  /// Adds a value to the end of `was` or `see`, which is made where it is missing. A value that is there
  /// already stays as it is.
  [[nodiscard]] bool add_to_list(const entry_key& which, std::string_view key, std::string_view value,
                                 std::string& error);

  /// Replaces a value of `was` or `see`, or of `replaced_by`. Not an error where it is not there.
  [[nodiscard]] bool replace_reference(const entry_key& which, std::string_view key,
                                       std::string_view old_value, std::string_view new_value,
                                       std::string& error);

  /// Puts a new entry where its code belongs in the order of the file.
  [[nodiscard]] bool insert(const draft::entry& e, std::string& error);

 private:
  using change = std::function<void(std::vector<draft::entry>&)>;
  bool apply(std::size_t at, std::size_t length, std::string_view with, const change& expected,
             std::string& error);
  bool move_in_order(const entry_key& which, std::string& error);

  std::string path_;
  std::string text_;
  std::string original_;
};

/// An entry as YAML, its first line beginning with "- " behind `indent` blanks.
[[nodiscard]] std::string entry_as_yaml(const draft::entry& e, std::size_t indent);

/// The text as a YAML scalar that stays what it is inside [ ] and { } as well.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

}  // namespace errdex::govern

#endif
