// The catalog that is linked in. image.hpp and the bytes come from the catalog compiler.
#include "catalog/image.hpp"

#include "errdex/detail/tables.hpp"
#include "generated_catalog.hpp"

namespace errdex::detail {

// Addresses known to the linker: no initialisation at run time.
constinit const tables builtin_tables{
    {errdex_builtin_image + generated::pair_slots, errdex_builtin_image + generated::pair_displacements,
     generated::pair_multiplier, generated::pair_slot_mask, generated::pair_bucket_mask},
    {errdex_builtin_image + generated::number_slots, errdex_builtin_image + generated::number_displacements,
     generated::number_multiplier, generated::number_slot_mask, generated::number_bucket_mask},
    errdex_builtin_image};

}  // namespace errdex::detail
