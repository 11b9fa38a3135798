// Any bytes: every instruction set and the reference reader give the same classification, and what
// `find_body` finds is an envelope inside the text.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "diagnose/body_reading.hpp"
#include "errdex/diagnose.hpp"
#include "reference_reader.hpp"

namespace {

bool same_place(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || a.data() == b.data());
}

bool same(const errdex::classification& a, const errdex::classification& b) {
  return a.envelope == b.envelope && a.has_number == b.has_number && a.complete == b.complete &&
         a.number == b.number && same_place(a.code, b.code) && same_place(a.message, b.message) &&
         same_place(a.sub_code, b.sub_code) && same_place(a.request_id, b.request_id);
}

void fail(const char* what, std::string_view who) {
  std::fprintf(stderr, "%s: %.*s\n", what, static_cast<int>(who.size()), who.data());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using errdex::detail::simd_level;
  // In memory of exactly its size, so that a byte read beside it is seen.
  const std::unique_ptr<char[]> bytes(new char[size]);
  std::copy(data, data + size, bytes.get());
  const std::string_view body(bytes.get(), size);

  const errdex::classification expected = errdex::reference::classify(body);
  for (const simd_level level :
       {simd_level::portable, simd_level::sse2, simd_level::avx2, simd_level::avx512}) {
    if (!errdex::detail::supported(level)) continue;
    if (!same(errdex::detail::classify_with(errdex::detail::classifier_of(level), body), expected))
      fail("differs from the reference reader", errdex::detail::name(level));
  }
  if (!same(errdex::classify(body), expected)) fail("differs from the reference reader", "classify");

  for (std::size_t from = 0; const auto found = errdex::find_body(body, from);) {
    if (found->offset < from || found->length == 0 || found->length > size - found->offset)
      fail("outside the text", "find_body");
    const std::string_view located = body.substr(found->offset, found->length);
    if (errdex::reference::classify(located).envelope == errdex::envelope::none)
      fail("no envelope", "find_body");
    from = found->offset + found->length;
  }
  return 0;
}
