// Every part of errdex that needs nothing but the standard library. The enumerations of the spaces are
// included one by one (errdex/codes/wecom.hpp …), YAML catalogs by errdex/yaml.hpp.
#ifndef ERRDEX_ERRDEX_HPP
#define ERRDEX_ERRDEX_HPP

#include "errdex/catalog.hpp"     // look-ups, entries, spaces
#include "errdex/diagnose.hpp"    // what an answer says
#include "errdex/error_code.hpp"  // std::error_code and conditions
#include "errdex/handle.hpp"      // what to do about it
#include "errdex/retry.hpp"       // how often, and when
#include "errdex/scheme.hpp"      // what the digits of a code mean
#include "errdex/search.hpp"      // full text over the catalog
#include "errdex/sighting.hpp"    // errors in logs, pastes and exceptions
#include "errdex/version.hpp"
#include "errdex/vocabulary.hpp"  // statuses and verdicts

#endif
