// Any bytes: no crash, spans inside the text and in order, bodies that are read again without harm.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "errdex/sighting.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t before = 0;
  for (const errdex::sighting& s : errdex::find_errors(text)) {
    if (s.offset < before || s.offset > size || s.length > size - s.offset) std::abort();
    before = s.offset;
    // A body grows by translation, but by no more than names and escapes do.
    if (s.what.body.size() > 16 * size + 256) std::abort();
    static_cast<void>(errdex::diagnose(s.what));
  }
  static_cast<void>(errdex::neighbour_of(text));
  return 0;
}
