// Every lint rule in one table. The names are the anchors of docs/rules.md, which is generated from here.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "authoring/rules.hpp"

namespace errdex::authoring {
namespace {

using enum outcome;

constexpr std::array catalog_table{
    // What the reader reports.
    rule{"yaml-syntax", reject, "The file must be readable as YAML in UTF-8.",
         "Look at the line and the one above it: a tab, a missing quote or a colon inside a plain text are "
         "the usual causes."},
    rule{"unreadable-file", reject, "Every file that is named must be readable.",
         "Check the path and its permissions."},
    rule{"wrong-type", reject, "Each field has one shape: a text, a number, a list or a map.",
         "Write the field in the shape that docs/catalog-format.md shows."},
    rule{"unknown-key", reject, "A misspelt key would be lost in silence.",
         "Correct the spelling; the message lists the keys that are allowed at this place."},
    rule{"duplicate-key", reject, "Of two equal keys one would win by accident.", "Keep one of the two."},
    rule{"missing-field", reject, "An entry that lacks a field cannot answer its question.",
         "Add the field; docs/catalog-format.md says what belongs into each."},
    rule{"unknown-value", reject, "Statuses, verdicts, bases and states are closed sets.",
         "Choose one of the names that the message lists."},
    rule{"range-form", reject, "A range runs from a lower to a higher number.", "Exchange `from` and `to`."},
    rule{"duplicate-space", reject, "A space is described in one place.",
         "Describe the space once, in the platform file or in errdex.toml."},
    // Identity.
    rule{"code-form", reject, "A code is a number or a word without blanks, as on the wire.",
         "Write the digits of the code, or its word, exactly as on the wire."},
    rule{"code-order", reject, "Entries stand in numeric order, so that a gap can be seen.",
         "Move the entry to its place; `errdex new` puts new ones there by itself."},
    rule{"code-unique", reject, "A code stands twice only when a context tells its meanings apart.",
         "Give each meaning a `context`, or, for a collision of two branches, run `errdex new --fix`."},
    rule{"name-form", reject, "Names are snake_case words that every language can spell.",
         "Use lower-case words joined by single underscores: card_expired."},
    rule{"name-unique", reject, "A name means one situation in its space; programs use it.",
         "Rename the entry that is not released yet (`errdex rename`)."},
    rule{"source-known", reject, "A source names a document that the platform file describes.",
         "Add the document to `documents` of the platform file, or correct its id."},
    rule{"see-target", reject, "A reference leads to a code of the catalog, and not to itself.",
         "Correct the reference, or remove it when the code was never released."},
    rule{"replaced-by", reject, "An obsolete code may name its successor; an active one has none.",
         "Use `errdex retire CODE --replaced-by NEW`, which sets both fields."},
    rule{"success-verdict", reject, "Status OK and verdict none go together.",
         "Set status OK and verdict none together, for a success only."},
    // Texts.
    rule{"two-languages", reject, "Title, cause and fix are written in English and in Chinese.",
         "Write the missing text. A project with one language says so: `languages = [\"en\"]` in "
         "errdex.toml."},
    rule{"text-form", reject, "No control characters, no blanks at the ends, no doubled blanks.",
         "Remove the control character or the superfluous blank."},
    rule{"title-stop", reject, "A title is a headline and ends without a full stop.", "Drop the full stop."},
    rule{"sentence-end", reject, "Causes and steps are sentences and end like one.",
         "End the sentence with a full stop, in Chinese with 。"},
    rule{"fix-steps", reject, "A failure has at least one step to take, the same number in both languages.",
         "Write the steps in both languages, one for one."},
    rule{"chinese-text", reject, "The Chinese text is Chinese.", "Translate the text."},
    rule{"chinese-punctuation", reject, "Between Han characters stand full-width marks.",
         "Use ，；：？！ between Han characters."},
    rule{"chinese-spacing", reject, "A blank stands between Han characters and Latin letters or digits.",
         "Put a blank between Han characters and Latin letters or digits."},
    rule{"glossary", reject, "One term has one translation in all texts (glossary.yaml).",
         "Use the translation that the glossary gives."},
    rule{"title-length", decide, "A headline is read at a glance: 80 characters, 40 in Chinese.",
         "Move the detail into the cause."},
    rule{"vague-advice", decide, "Name the field; \"check whether the parameters are correct\" helps nobody.",
         "Say which field, which bound, which page of the console."},
    rule{"no-please", decide, "A step is an imperative; politeness hides what is to be done.",
         "Begin with the verb."},
    rule{"same-title", decide, "Two codes of a space with one title cannot be told apart.",
         "Say in each title what the other code does not mean; or merge the two codes (`errdex merge`)."},
    rule{"cause-is-title", decide, "A cause adds to its title instead of repeating it.",
         "Say why it happens, or what the server saw."},
    rule{"same-cause", warn, "Two codes of a space with one cause may be two names of one thing.",
         "Check that they are two things."},
    rule{"long-text", warn, "A cause or a step above 600 characters is not read at night.",
         "Split it into steps, or move it into `notes`."},
    // Data.
    rule{"limit-form", reject, "A limit names its field and at least one fact, in a known unit.",
         "Give `field` and min, max, count, charset, values or window."},
    // The exemption file.
    rule{"exemption-form", reject, "An exemption is a rule and a code: same-title wecom:40014.",
         "Write one exemption a line; `#` starts a comment."},
    rule{"exemption-unused", reject, "An exemption that nothing needs is removed.",
         "Delete the line: the list only shrinks."},
};

// What only holds where a project file declares a scheme, modules, sources and a lock.
constexpr std::array project_table{
    // What errdex.toml says.
    rule{"project-syntax", reject, "errdex.toml must be readable as TOML in UTF-8.",
         "Look at the place in the message; texts stand in double quotes, tables in [brackets]."},
    rule{"project-key", reject, "A misspelt key of errdex.toml would be lost in silence.",
         "Correct the spelling; the message names the nearest key and all that are allowed."},
    rule{"project-value", reject,
         "Every value of errdex.toml has one shape, and names that it mentions exist.",
         "Write the value as the message says."},
    rule{"module-overlap", reject, "Two modules that own one number would both hand it out.",
         "Narrow the groups or ranges of one of the modules."},
    rule{"module-owner", decide, "Somebody must be asked before a module's codes change.",
         "Name a person or a team in `owners` of the module."},
    // The scheme.
    rule{"scheme-format", decide, "A code has the form of its space's scheme, so that its parts can be read.",
         "Let `errdex new` allocate the number; codes that are older than the scheme go into the exemption "
         "file."},
    rule{"scheme-registry", decide, "A digit group with a registry only takes the values that have a name.",
         "Add the value to the scheme in errdex.toml, or use one that is there."},
    rule{"module-range", decide,
         "A code lies in the numbers of a registered module, so that it has an owner.",
         "Register the module in errdex.toml, or let `errdex new --module` allocate the number."},
    rule{"name-as-code", reject, "Where the code is the name, it is the name in capitals.",
         "Write the code as the message says, or rename the entry with `errdex rename`."},
    rule{"number-hole", warn,
         "With sequential numbers a hole is an entry that somebody deleted instead of retiring it.",
         "Restore the entry from the history and retire it (`errdex retire`)."},
    // Texts of one's own errors.
    rule{"parameter-form", reject,
         "A parameter becomes an argument in generated code: a snake_case name, once.",
         "Rename the parameter."},
    rule{"placeholder-unknown", reject,
         "A placeholder without a declared parameter would go out as {braces}.",
         "Declare it: `parameters: [{name: card, type: string}]`, or correct its spelling."},
    rule{"placeholder-unused", reject, "A parameter that no text uses is lost to the reader.",
         "Use it in `message` or `text`, or remove it."},
    rule{"placeholder-languages", reject, "Every language shows the same values.",
         "Use the same placeholders in `text.en` and `text.zh`."},
    rule{"example-matches", reject,
         "The example is the message as it really goes out; generated tests hold it against the code.",
         "Put values of the right types in place of the placeholders."},
    rule{"fix-verb", decide, "A step says what to do; it begins with the verb.",
         "Begin with the verb: \"Ask the payer …\", not \"The payer should be asked …\"."},
    rule{"cause-is-fix", decide,
         "The cause says why, the fix what to do; one in place of the other leaves a question open.",
         "Write what is missing."},
    rule{"same-message", decide, "Two codes that answer with one text cannot be told apart in a log.",
         "Say in each message what the other code does not mean; or merge the two (`errdex merge`)."},
    // The sources.
    rule{"code-unused", warn, "A code that no source raises is either dead or not yet wired up.",
         "Raise it, retire it, or extend `files` in [uses]."},
    rule{"name-undefined", reject, "The sources raise a code that the catalog does not have.",
         "Add it with `errdex new`, or correct the spelling."},
    // What was released.
    rule{"lock-form", reject, "errdex.lock is written by `errdex release` and never by hand.",
         "Restore it from the history; after a merge conflict keep the lines of both sides."},
    rule{"released-gone", reject,
         "A released code is retired, never deleted: its number would be used again some day.",
         "Restore the entry and run `errdex retire`."},
    rule{"released-name", reject, "Programs use the released name; a change leaves a trace in `was`.",
         "Use `errdex rename`, which keeps the old name in `was`."},
    rule{"released-reused", reject, "A retired number is never used again.",
         "Give the new error a new number with `errdex new`."},
    rule{"released-meaning", decide,
         "A released code keeps its status, verdict, parameters and meaning; a silent change breaks who "
         "handles it.",
         "Allocate a new code and retire this one; or, when the change is right, write the exemption, which "
         "the next `errdex release` makes obsolete."},
    rule{"exemption-growth", reject,
         "The list of exemptions only shrinks: it is no longer than at the last release.",
         "Mend the findings instead."},
};

}  // namespace

std::span<const rule> all_rules() noexcept { return catalog_table; }
std::span<const rule> project_rules() noexcept { return project_table; }

const rule* find_rule(std::string_view name) noexcept {
  for (const auto rules : {all_rules(), project_rules()}) {
    const auto r = std::find_if(rules.begin(), rules.end(), [&](const rule& x) { return x.name == name; });
    if (r != rules.end()) return &*r;
  }
  return nullptr;
}

outcome severity_of(std::string_view rule_name) {
  const rule* r = find_rule(rule_name);
  if (r == nullptr) throw std::logic_error("no rule is called " + std::string(rule_name));
  return r->severity;
}

}  // namespace errdex::authoring
