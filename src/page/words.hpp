// What the page itself says, in both languages. What it says about codes stands in the catalog.
#pragma once

#include <string>
#include <string_view>

#include "errdex/diagnose.hpp"
#include "errdex/vocabulary.hpp"

namespace errdex::page {

/// Every text of the page's own. A text with {} has a place that `filled` fills.
struct words {
  std::string_view html_lang;
  std::string_view site_about;  ///< For the meta description of the start page.
  std::string_view skip_to_content;
  std::string_view codes, map, home;  ///< Navigation.
  std::string_view other_language, other_language_code, theme_switch;
  std::string_view footer, licences, api;

  std::string_view ask_title, ask_lead, ask_label, ask_button, examples, example_secret;
  std::string_view spaces, what_to_do, code_count;

  std::string_view answers_for, one_reading, many_readings, found_many;
  std::string_view ranked_because, all_of_it, unknown_here, in_range, nearest, begins_with, by_words;
  std::string_view more_hits, spelled_like, partial_hits, nowhere, nothing, nothing_hint, neighbour;
  std::string_view inside;
  std::string_view named_address, named_scope, named_field, named_link,
      named_request;  ///< Facts of an answer.
  std::string_view says_success;

  std::string_view also_sent, cause, fix, limits, verdict, rule, rule_entry, rule_sub_code;
  std::string_view rule_success, rule_unknown, rule_override, when_column, then_column, reason_column;
  std::string_view retries, wait_for;
  std::string_view see, elsewhere, source, line, seen, notes, status, name, group, basis;
  std::string_view documented, derived, state, obsolete, replaced_by, meanings, applies_to;
  std::string_view previous, next, neighbourhood, copy, copied, copy_code, for_programs;

  std::string_view reproduce, reproduce_lead, reproduce_show, reproduce_when, reproduce_others;

  std::string_view field, bound, charset, values, window, per, at_least, at_most, to, exactly;

  std::string_view all_codes, space, filter, clear, none_match, page_of;
  std::string_view map_title, map_lead, map_of, map_hint, by_verdict, by_status, colour_by, open_map,
      open_list;
  std::string_view outside_ranges, textual_codes;

  std::string_view missing_title, missing_lead, missing_near, wrong_method;
};

[[nodiscard]] const words& words_in(language lang) noexcept;

/// The text with its {} replaced, in order.
[[nodiscard]] std::string filled(std::string_view text, std::string_view first, std::string_view second = {});

/// What to do, as a few words that a person reads: "Fix the request", "修改请求".
[[nodiscard]] std::string_view label(verdict value, language lang) noexcept;

/// Why a reading was ranked where it is, for a person.
[[nodiscard]] std::string_view reason(evidence_rule value, language lang) noexcept;

/// Who acts on the verdict: "your program", "an administrator" …
[[nodiscard]] std::string_view actor(verdict value, language lang) noexcept;

}  // namespace errdex::page
