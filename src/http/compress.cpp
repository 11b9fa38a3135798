#include "http/compress.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdint>
#include <new>

namespace errdex::http {

std::string to_gzip(std::string_view text, effort how) {
  constexpr int gzip_header = 16;
  z_stream stream{};
  if (::deflateInit2(&stream, how == effort::fast ? 4 : 9, Z_DEFLATED, MAX_WBITS + gzip_header, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(::deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  // zlib does not write to its input; its field is older than const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  ::deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

std::string to_brotli(std::string_view text, effort how) {
  std::size_t size = ::BrotliEncoderMaxCompressedSize(text.size());
  std::string out(size, '\0');
  // 11 takes half a second for a page's scripts, for two percent less than 9.
  if (::BrotliEncoderCompress(how == effort::fast ? 3 : 9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                              text.size(), reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE)
    throw std::bad_alloc();
  out.resize(size);
  return out;
}

}  // namespace errdex::http
