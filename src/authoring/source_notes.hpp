// Writes docs/source-notes.md: what is inconsistent in the documents, gathered from the entries.
#ifndef ERRDEX_SRC_AUTHORING_SOURCE_NOTES_HPP
#define ERRDEX_SRC_AUTHORING_SOURCE_NOTES_HPP

#include "authoring/codegen.hpp"

namespace errdex::authoring {

/// The page, document by document, in the order of the lines.
[[nodiscard]] generated_file source_notes(const authored_catalog& read);

}  // namespace errdex::authoring

#endif
