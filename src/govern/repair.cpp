// Collisions of branches: two entries with one code.
#include <algorithm>
#include <map>

#include "govern/workspace.hpp"

namespace errdex::govern {
namespace {

std::string subject(const draft::entry& e) { return e.space + ":" + e.code; }

/// Several meanings of one code are no collision when a context tells them apart.
bool told_apart(const draft::entry& a, const draft::entry& b) {
  return !a.context.empty() && !b.context.empty() && a.context != b.context;
}

using positions = std::vector<std::size_t>;

/// The entries of the first code that stands twice; empty when there is none.
positions first_collision(const authoring::authored_catalog& codes) {
  std::map<std::string, positions> all;
  for (std::size_t i = 0; i < codes.entries.size(); ++i) all[subject(codes.entries[i].value)].push_back(i);
  for (const auto& [code, group] : all) {
    for (const std::size_t i : group) {
      for (const std::size_t j : group) {
        if (i < j && !told_apart(codes.entries[i].value, codes.entries[j].value)) return {i, j};
      }
    }
  }
  return {};
}

}  // namespace

bool workspace::repair(std::vector<renumbering>& done, remarks& said, std::string& error) {
  for (auto pair = first_collision(codes_); !pair.empty(); pair = first_collision(codes_)) {
    const auto& a = codes_.entries[pair[0]];
    const auto& b = codes_.entries[pair[1]];
    const auto where = [&](const authoring::authored_entry& e) {
      return codes_.files[e.file] + ":" + std::to_string(e.at.line);
    };
    if (a.value.name == b.value.name) {
      error = subject(a.value) + " (" + a.value.name + ") stands at " + where(a) + " and again at " +
              where(b) + "; keep one of the two";
      return false;
    }
    const bool a_released = was_released(a.value);
    const bool b_released = was_released(b.value);
    const auto* old = lock_.find(a.value.space, a.value.code, a.value.name);
    if (a_released && b_released) {
      error = subject(a.value) + " was released as " + a.value.name + " and as " + b.value.name +
              "; tell the two meanings apart with a `context`";
      return false;
    }
    if (old != nullptr && !a_released && !b_released) {
      error = subject(a.value) + " was released as " + old->name + ", and is " + a.value.name + " at " +
              where(a) + " and " + b.value.name + " at " + where(b) + "; restore the released entry first";
      return false;
    }
    bool keep_a = a_released;
    if (!a_released && !b_released) {
      // Every branch must decide alike: who stands where its own name puts it stays, else who comes first
      // in the alphabet.
      const auto seated = [&](const draft::entry& e) {
        const auto* s = project_.find_space(e.space);
        return s != nullptr && allocate_beside(project_, *s, e.code, e.name, {}).code == e.code;
      };
      const bool a_seated = seated(a.value);
      const bool b_seated = seated(b.value);
      keep_a = a_seated != b_seated ? a_seated : a.value.name < b.value.name;
    }
    renumbering r;
    if (!renumber(keep_a ? pair[1] : pair[0], keep_a ? pair[0] : pair[1], r, said, error)) return false;
    done.push_back(std::move(r));
  }
  return true;
}

bool workspace::renumber(std::size_t loser, std::size_t winner, renumbering& done, remarks& said,
                         std::string& error) {
  // Copies: the entries are read again after the first edit.
  const auto moved = codes_.entries[loser];
  const auto kept = codes_.entries[winner];
  const auto* space = project_.find_space(moved.value.space);
  if (space == nullptr) {
    error = "the space `" + moved.value.space + "` is not described in " + project_.file;
    return false;
  }
  const auto fresh =
      allocate_beside(project_, *space, moved.value.code, moved.value.name, taken(space->name));
  if (!fresh.code) {
    error = subject(moved.value) + " (" + moved.value.name + ") needs another number: " + fresh.problem;
    return false;
  }
  done = {space->name, moved.value.name, moved.value.code, *fresh.code};
  const std::string before = subject(moved.value);
  const std::string after = space->name + ":" + *fresh.code;
  const auto names = [&](const draft::entry& e, const draft::entry& other) {
    return std::find(e.see.begin(), e.see.end(), subject(other)) != e.see.end();
  };
  // Whom does a reference to the shared number mean? Its author's branch had one of the two: the one that
  // refers back, or stands in the same file. Where neither tells, it stays and a person is asked to look.
  for (const auto& e : std::vector(codes_.entries)) {
    const bool refers = std::find(e.value.see.begin(), e.value.see.end(), before) != e.value.see.end() ||
                        std::find(e.value.was.begin(), e.value.was.end(), before) != e.value.was.end() ||
                        e.value.replaced_by == before;
    if (!refers) continue;
    const bool back_moved = names(moved.value, e.value);
    const bool back_kept = names(kept.value, e.value);
    const bool beside_moved = e.file == moved.file && kept.file != moved.file;
    const bool beside_kept = e.file == kept.file && kept.file != moved.file;
    const bool means_moved = back_moved != back_kept ? back_moved : beside_moved;
    if (!means_moved) {
      if (back_kept == back_moved && !beside_kept) {
        said.push_back(codes_.files[e.file] + ":" + std::to_string(e.at.line) + ": " + subject(e.value) +
                       " refers to " + before + ", which is " + kept.value.name + "; write " + after +
                       " if " + moved.value.name + " was meant");
      }
      continue;
    }
    for (const char* key : {"see", "was", "replaced_by"}) {
      if (!file_of(e).replace_reference({e.value.code, e.value.name}, key, before, after, error))
        return false;
    }
  }
  if (!file_of(moved).set({moved.value.code, moved.value.name}, "code", *fresh.code, error)) return false;
  return reread(error);
}

}  // namespace errdex::govern
