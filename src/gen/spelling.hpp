// Names of the catalog as identifiers of a language.
#ifndef ERRDEX_SRC_GEN_SPELLING_HPP
#define ERRDEX_SRC_GEN_SPELLING_HPP

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace errdex::gen {

/// How the words of a name are joined. `go` is `pascal` with Go's initialisms in capitals: UserID, not
/// UserId.
enum class spelling : std::uint8_t { snake, upper_snake, camel, pascal, kebab, flat, go_pascal, go_camel };

/// Spells a name: words are what stands between characters that are no ASCII letters or digits. A name
/// without any gives "x"; a name that begins with a digit gets an x in front, because no language lets it be.
[[nodiscard]] std::string spell(std::string_view name, spelling how);

/// What a generated file cannot use as a name: keywords and a few more. Languages: cpp, go, java, python,
/// rust; none for others, in which names stand as properties, in capitals or in quotes.
[[nodiscard]] std::span<const std::string_view> reserved_words(std::string_view language) noexcept;

/// Hands out each identifier once.
class name_pool {
 public:
  explicit name_pool(std::string_view language) : language_(language) {}
  void reserve(std::string name) { taken_.insert(std::move(name)); }
  /// `wanted` with a final _ when it is a reserved word; with _ and the code when another entry has it.
  std::string claim(std::string wanted, std::string_view code);

 private:
  std::string_view language_;
  std::set<std::string, std::less<>> taken_;
};

}  // namespace errdex::gen

#endif
