#include "page/alike.hpp"

#include <gmock/gmock.h>

#include <string>

#include "page/address.hpp"

namespace errdex::page {
namespace {

using testing::Contains;
using testing::Not;

const alike_index& index() {
  static const alike_index made(catalog::builtin());
  return made;
}

std::vector<std::string> alike_to(space_id space, std::string_view name) {
  const entry e = catalog::builtin().find_name(space, name);
  EXPECT_TRUE(e) << name;
  std::vector<std::string> out;
  for (const alike_entry& a : index().of(e)) {
    out.push_back(std::string(a.entry.space().name()) + ":" + std::string(a.entry.name()));
  }
  return out;
}

TEST(Alike, FindsTheSameSituationUnderItsOwnName) {
  EXPECT_THAT(alike_to(spaces::wecom, "access_token_expired"), Contains("dingtalk:access_token_expired"));
  EXPECT_THAT(alike_to(spaces::wecom, "department_not_found"), Contains("dingtalk:department_not_found"));
  EXPECT_THAT(alike_to(spaces::dingtalk, "system_busy"), Contains("wecom:system_busy"));
}

TEST(Alike, FindsItUnderAnotherName) {
  EXPECT_THAT(alike_to(spaces::wecom, "access_token_expired"),
              Contains("feishu.server:user_access_token_expired"));
}

TEST(Alike, DoesNotTakeOneKindOfThingForAnother) {
  const auto found = alike_to(spaces::wecom, "department_not_found");
  EXPECT_THAT(found, Not(Contains("dingtalk:user_not_found")));
  EXPECT_THAT(found, Not(Contains("dingtalk:chat_not_found")));
}

TEST(Alike, SuccessIsNotASituation) { EXPECT_TRUE(alike_to(spaces::wecom, "success").empty()); }

TEST(Alike, HoldsForEveryEntry) {
  for (const entry e : catalog::builtin().entries()) {
    std::string_view platform;
    std::size_t of_platform = 0;
    double before = 0;
    for (const alike_entry& a : index().of(e, 2)) {
      SCOPED_TRACE(id_of(e) + " and " + id_of(a.entry));
      EXPECT_NE(a.entry.space().platform(), e.space().platform());
      EXPECT_TRUE(a.entry.status() == e.status() || a.entry.verdict() == e.verdict());
      EXPECT_EQ(a.same_name, a.entry.name() == e.name());
      EXPECT_LE(a.likeness, 1.0);
      if (a.entry.space().platform() != platform) {
        platform = a.entry.space().platform();
        of_platform = 0;
        before = 1;
      }
      EXPECT_LE(a.likeness, before);
      before = a.likeness;
      EXPECT_LE(++of_platform, 2U);
    }
  }
}

}  // namespace
}  // namespace errdex::page
