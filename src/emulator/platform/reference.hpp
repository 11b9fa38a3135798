// The reference of a platform's endpoints, written from their declarations: fields with their limits, the
// codes that each can be answered with, and a call that works.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "emulator/platform/scenario.hpp"

namespace errdex::emulation {

/// platform, name, method, path, title, group, credential, permission, fields, limits, raises, document. Each
/// field has name, type, in, required, about, only_if and its rules with the code that breaking each raises.
[[nodiscard]] boost::json::object endpoint_json(const platform& p, const endpoint& e);

/// The first call of the endpoint that an example of success makes, as a command of a shell with `base`
/// before its path; the credential is "$contacts_token" and the like, which an earlier command keeps. Empty
/// when the book has no example of it.
[[nodiscard]] std::string example_command(const endpoint& e, const scenario_book& book,
                                          std::string_view base);

/// What fetches the credential that `example_command` uses; empty when it uses none.
[[nodiscard]] std::string credential_command(const endpoint& e, const scenario_book& book,
                                             std::string_view base);

/// All endpoints of a platform as a page of Markdown, by group.
[[nodiscard]] std::string endpoints_as_markdown(const platform& p, const scenario_book& book,
                                                std::string_view base);

}  // namespace errdex::emulation
