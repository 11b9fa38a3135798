// Template cards: five types out of the same parts.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// The fields of `template_card`; without `interactive` only of the two types that are just looked at.
[[nodiscard]] std::vector<field> card_fields(bool interactive);

/// Throws when the parts of a card do not fit together, or name what is not there. `robot` is the sender when
/// it is one.
void check_card(const exchange& x, const boost::json::object& card, std::string_view robot = {});

/// Whether members can answer the card, so that it can be updated.
[[nodiscard]] bool can_be_answered(const boost::json::object& card);

}  // namespace errdex::emulation::wecom
