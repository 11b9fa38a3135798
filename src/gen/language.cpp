#include "gen/language.hpp"

#include <algorithm>
#include <array>

namespace errdex::gen {
namespace {

constexpr identifier_style snake{spelling::snake};
constexpr identifier_style upper_snake{spelling::upper_snake};
constexpr identifier_style camel{spelling::camel};
constexpr identifier_style pascal{spelling::pascal};

constexpr std::array languages{
    target_language{"cpp", snake, snake, snake, snake, snake},
    target_language{"go",
                    {spelling::go_pascal, "Code"},
                    {spelling::go_pascal},
                    {spelling::go_pascal, "New"},
                    {spelling::go_camel},
                    {spelling::flat}},
    target_language{"java", upper_snake, pascal, camel, camel, snake},
    target_language{"python", upper_snake, {spelling::pascal, "", "Error"}, snake, snake, snake},
    target_language{"rust", upper_snake, pascal, snake, snake, snake},
    target_language{"typescript", camel, pascal, camel, camel, snake},
    target_language{"protobuf", upper_snake, pascal, snake, snake, snake},
    target_language{"text", upper_snake, pascal, snake, snake, snake},
};

}  // namespace

std::span<const target_language> target_languages() noexcept { return languages; }

const target_language* find_target_language(std::string_view name) noexcept {
  const auto found =
      std::find_if(languages.begin(), languages.end(), [&](const auto& l) { return l.name == name; });
  return found == languages.end() ? nullptr : &*found;
}

}  // namespace errdex::gen
