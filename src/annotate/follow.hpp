// Reads files as they grow, as tail -F does.
#ifndef ERRDEX_SRC_ANNOTATE_FOLLOW_HPP
#define ERRDEX_SRC_ANNOTATE_FOLLOW_HPP

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.hpp"

namespace errdex::annotate {

struct follow_options {
  int pause_milliseconds = 100;  ///< Between two looks at the files.
  /// Set from a signal handler or another thread to end.
  const std::atomic<bool>* stop = nullptr;
  /// Told of what happened to a file: "was rotated; reading the new file", "was truncated …". May be empty.
  std::function<void(std::string_view path, std::string_view event)> tell;
};

/// Reads the files from their beginning, then whatever is added to them, until `stop` is set or nobody reads
/// the output. A file that is replaced (another inode under its name) is read to its end, then the new one
/// from its beginning; one that has become shorter is read again from its beginning; one that is missing is
/// waited for. Files are looked at in turns rather than watched, which works on network and container file
/// systems as well and costs a few microseconds each time. Compressed files are not followed. Returns false
/// when a file could not be read at all. Throws write_error.
bool follow(annotator& run, const std::vector<std::string>& paths, sink& out, const follow_options& options);

}  // namespace errdex::annotate

#endif
