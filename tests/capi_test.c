/* The C interface, used as a C program uses it. Prints the first failure and returns 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "errdex/errdex.h"

static int failures = 0;

#define EXPECT(condition)                                             \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures;                                                     \
    }                                                                 \
  } while (0)

static int is(errdex_text text, const char* expected) {
  return text.size == strlen(expected) && memcmp(text.data, expected, text.size) == 0;
}

static errdex_text T(const char* text) { return errdex_text_of(text); }

static void looks_up(void) {
  const errdex_catalog* c = errdex_builtin();
  errdex_entry e;
  errdex_entry same;
  int64_t number = 0;
  EXPECT(errdex_find(c, T("wecom"), T("40014"), &e) == ERRDEX_OK);
  EXPECT(is(errdex_entry_text(e, ERRDEX_CODE, ERRDEX_EN), "40014"));
  EXPECT(is(errdex_entry_text(e, ERRDEX_SPACE, ERRDEX_EN), "wecom"));
  EXPECT(errdex_entry_text(e, ERRDEX_TITLE, ERRDEX_EN).size > 0);
  EXPECT(errdex_entry_text(e, ERRDEX_TITLE, ERRDEX_ZH).size > 0);
  EXPECT(errdex_entry_verdict(e) == ERRDEX_VERDICT_REFRESH_TOKEN);
  EXPECT(errdex_entry_status(e) == ERRDEX_STATUS_UNAUTHENTICATED);
  EXPECT(errdex_entry_number(e, &number) == ERRDEX_OK && number == 40014);
  EXPECT(errdex_entry_list_size(e, ERRDEX_FIX, ERRDEX_EN) ==
         errdex_entry_list_size(e, ERRDEX_FIX, ERRDEX_ZH));
  EXPECT(errdex_entry_list_item(e, ERRDEX_FIX, ERRDEX_ZH, 0).size > 0);
  EXPECT(errdex_entry_list_item(e, ERRDEX_FIX, ERRDEX_ZH, 1000).size == 0);
  EXPECT(errdex_entry_source_line(e) > 0);
  EXPECT(errdex_entry_text(e, ERRDEX_SOURCE_TITLE, ERRDEX_EN).size > 0);
  EXPECT(errdex_entry_is_obsolete(e) == 0);

  EXPECT(errdex_find_number(c, errdex_space_named(c, T("wecom")), 40014, &same) == ERRDEX_OK);
  EXPECT(same.index == e.index);
  EXPECT(errdex_find_name(c, T("wecom"), errdex_entry_text(e, ERRDEX_NAME, ERRDEX_EN), &same) == ERRDEX_OK);
  EXPECT(same.index == e.index);
  EXPECT(errdex_nearest(c, errdex_space_named(c, T("wecom")), 40014, &same) == ERRDEX_OK &&
         same.index == e.index);

  EXPECT(errdex_find(c, T("wecom"), T("1"), &e) == ERRDEX_NOT_FOUND);
  EXPECT(errdex_entry_text(e, ERRDEX_TITLE, ERRDEX_EN).size == 0);
  EXPECT(errdex_entry_number(e, &number) == ERRDEX_NOT_FOUND && number == 0);
  EXPECT(errdex_find(c, T("no.such.space"), T("40014"), &e) == ERRDEX_NOT_FOUND);
  EXPECT(errdex_find_number(c, 300, 40014, &e) == ERRDEX_NOT_FOUND);
  EXPECT(errdex_find_number(c, 262, 40014, &e) == ERRDEX_NOT_FOUND); /* 256 + the id of wecom */
}

static void finds_all_readings(void) {
  const errdex_catalog* c = errdex_builtin();
  errdex_entry all[16];
  errdex_entry one[1];
  size_t n = errdex_find_all(c, 40001, all, 16);
  size_t i;
  EXPECT(n >= 3 && n <= 16);
  for (i = 0; i < n; ++i) EXPECT(is(errdex_entry_text(all[i], ERRDEX_CODE, ERRDEX_EN), "40001"));
  EXPECT(errdex_find_all(c, 40001, one, 1) == n && one[0].index == all[0].index);
  EXPECT(errdex_find_all(c, 40001, NULL, 0) == n);
  EXPECT(errdex_find_all(c, 123456789, all, 16) == 0);
}

static void tells_meanings_apart(void) {
  errdex_entry first;
  errdex_entry second;
  errdex_entry third;
  errdex_property property;
  EXPECT(errdex_find(errdex_builtin(), T("feishu.server"), T("40001"), &first) == ERRDEX_OK);
  EXPECT(errdex_entry_context_size(first) == 1);
  EXPECT(errdex_entry_context_item(first, 0, &property) == ERRDEX_OK && is(property.key, "api_version"));
  EXPECT(errdex_entry_context_item(first, 1, &property) == ERRDEX_NOT_FOUND && property.key.size == 0);
  EXPECT(errdex_entry_next_meaning(first, &second) == ERRDEX_OK);
  EXPECT(errdex_entry_next_meaning(second, &third) == ERRDEX_NOT_FOUND);
}

static void iterates(void) {
  const errdex_catalog* c = errdex_builtin();
  size_t sum = 0;
  size_t limits = 0;
  size_t overrides = 0;
  uint32_t space;
  size_t i;
  errdex_entry e;
  EXPECT(errdex_entry_count(c, 0) == 1504);
  EXPECT(errdex_space_count(c) == 8);
  for (space = 1; space <= errdex_space_count(c); ++space) {
    errdex_text name = errdex_space_text(c, space, ERRDEX_SPACE_NAME, ERRDEX_EN);
    EXPECT(errdex_space_named(c, name) == space);
    EXPECT(errdex_space_text(c, space, ERRDEX_SPACE_TITLE, ERRDEX_ZH).size > 0);
    sum += errdex_entry_count(c, space);
    EXPECT(errdex_entry_at(c, space, 0, &e) == ERRDEX_OK);
    EXPECT(errdex_entry_text(e, ERRDEX_SPACE, ERRDEX_EN).data == name.data);
    EXPECT(errdex_entry_at(c, space, errdex_entry_count(c, space), &e) == ERRDEX_NOT_FOUND);
  }
  EXPECT(sum == 1504);
  for (i = 0; errdex_entry_at(c, 0, i, &e) == ERRDEX_OK; ++i) {
    size_t k;
    for (k = 0; k < errdex_entry_limit_count(e); ++k, ++limits) {
      errdex_limit limit;
      EXPECT(errdex_entry_limit_at(e, k, &limit) == ERRDEX_OK && limit.field.size > 0);
      if (limit.value_count > 0) EXPECT(errdex_entry_limit_value(e, k, 0).size > 0);
      EXPECT(errdex_entry_limit_value(e, k, limit.value_count).size == 0);
    }
    for (k = 0; k < errdex_entry_override_count(e); ++k, ++overrides) {
      errdex_override override;
      errdex_property condition;
      EXPECT(errdex_entry_override_at(e, k, &override) == ERRDEX_OK && override.condition_count > 0);
      EXPECT(errdex_entry_override_condition(e, k, 0, &condition) == ERRDEX_OK && condition.key.size > 0);
      EXPECT(errdex_entry_override_condition(e, k, override.condition_count, &condition) == ERRDEX_NOT_FOUND);
    }
    EXPECT(errdex_entry_limit_value(e, k + 1000, 0).size == 0);
  }
  EXPECT(i == 1504);
  EXPECT(limits > 0 && overrides > 0);
}

static void describes_ranges(void) {
  errdex_range range;
  errdex_space_id client = errdex_space_named(errdex_builtin(), T("feishu.client"));
  EXPECT(errdex_range_of(errdex_builtin(), client, 1000123, &range) == ERRDEX_OK);
  EXPECT(range.from == 1000000 && range.to == 1000999 && is(range.title_en, "open interface: login"));
  EXPECT(errdex_range_of(errdex_builtin(), client, 1234567, &range) == ERRDEX_NOT_FOUND && range.to == 0);
}

static void names_values(void) {
  int i;
  for (i = 0; i <= ERRDEX_STATUS_UNAUTHENTICATED; ++i) EXPECT(errdex_status_name(i).size > 0);
  for (i = 0; i <= ERRDEX_VERDICT_STOP; ++i) {
    EXPECT(errdex_verdict_name(i).size > 0);
    EXPECT(errdex_verdict_meaning((errdex_verdict)i, ERRDEX_ZH).size > 0);
  }
  EXPECT(is(errdex_verdict_name(ERRDEX_VERDICT_REFRESH_TOKEN), "refresh_token"));
  EXPECT(is(errdex_status_name(ERRDEX_STATUS_NOT_FOUND), "NOT_FOUND"));
  EXPECT(errdex_verdict_name(14).size == 0);
  EXPECT(errdex_status_name(17).size == 0);
  EXPECT(strchr(errdex_version(), '.') != NULL);
}

static void nothing_is_harmless(void) {
  errdex_entry none;
  errdex_text empty;
  memset(&none, 0, sizeof none);
  empty.data = NULL;
  empty.size = 5; /* Wrong, and survived. */
  EXPECT(errdex_entry_text(none, ERRDEX_CAUSE, ERRDEX_EN).size == 0);
  EXPECT(errdex_entry_list_size(none, ERRDEX_FIX, ERRDEX_EN) == 0);
  EXPECT(errdex_entry_verdict(none) == ERRDEX_VERDICT_NONE);
  EXPECT(errdex_entry_limit_count(none) == 0);
  EXPECT(errdex_find(errdex_builtin(), empty, empty, &none) == ERRDEX_NOT_FOUND);
  EXPECT(errdex_find(NULL, T("wecom"), T("40014"), &none) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_find(errdex_builtin(), T("wecom"), T("40014"), NULL) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_find(errdex_builtin(), errdex_text_of(NULL), T("40014"), &none) == ERRDEX_NOT_FOUND);
  EXPECT(errdex_entry_count(NULL, 0) == 0);
  EXPECT(errdex_space_count(NULL) == 0);
  EXPECT(errdex_entry_number(none, NULL) == ERRDEX_BAD_ARGUMENT);
  errdex_catalog_free(NULL);
  errdex_catalog_free((errdex_catalog*)errdex_builtin());
  EXPECT(errdex_entry_count(errdex_builtin(), 0) == 1504);
}

static void loads_catalogs(const char* image_file) {
  FILE* file = fopen(image_file, "rb");
  char* bytes;
  long size;
  char message[80];
  char cut[10];
  errdex_catalog* loaded = NULL;
  errdex_catalog* both = NULL;
  errdex_entry e;
  EXPECT(file != NULL);
  if (file == NULL) return;
  fseek(file, 0, SEEK_END);
  size = ftell(file);
  rewind(file);
  bytes = malloc((size_t)size);
  EXPECT(fread(bytes, 1, (size_t)size, file) == (size_t)size);
  fclose(file);

  EXPECT(errdex_catalog_from_image(bytes, (size_t)size, &loaded, message, sizeof message) == ERRDEX_OK);
  EXPECT(message[0] == '\0');
  EXPECT(errdex_catalog_combine(errdex_builtin(), loaded, &both, NULL, 0) == ERRDEX_OK);
  EXPECT(errdex_entry_count(both, 0) == 1504);
  EXPECT(errdex_find(both, T("dingtalk"), T("88"), &e) == ERRDEX_OK);
  errdex_catalog_free(loaded); /* Catalogs do not depend on what they were made of. */
  EXPECT(errdex_entry_text(e, ERRDEX_CAUSE, ERRDEX_ZH).size > 0);
  errdex_catalog_free(both);

  bytes[size / 2] ^= 1;
  EXPECT(errdex_catalog_from_image(bytes, (size_t)size, &loaded, message, sizeof message) ==
         ERRDEX_BAD_IMAGE);
  EXPECT(loaded == NULL);
  EXPECT(strcmp(message, "damaged: the checksum does not match") == 0);
  EXPECT(errdex_catalog_from_image(bytes, 3, &loaded, cut, sizeof cut) == ERRDEX_BAD_IMAGE);
  EXPECT(strcmp(cut, "too short") == 0);
  EXPECT(errdex_catalog_from_image(NULL, 3, &loaded, NULL, 0) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_catalog_from_image(bytes, 3, NULL, NULL, 0) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_catalog_combine(NULL, errdex_builtin(), &both, NULL, 0) == ERRDEX_BAD_ARGUMENT);
  free(bytes);
}

static int has_rule(const errdex_candidate* c, const char* name) {
  unsigned bit;
  for (bit = 0; bit < ERRDEX_RULE_COUNT; ++bit) {
    if (is(errdex_rule_name(bit), name)) return (int)(c->rules >> bit & 1u);
  }
  return 0;
}

static void classifies(void) {
  errdex_classification c;
  EXPECT(errdex_classify(T("{\"errcode\":88,\"sub_code\":\"40014\",\"errmsg\":\"m\",\"request_id\":\"r\"}"),
                         &c) == ERRDEX_OK);
  EXPECT(c.envelope == ERRDEX_ENVELOPE_ERRCODE && c.has_number == 1 && c.number == 88 && c.is_complete == 1);
  EXPECT(is(c.code, "88") && is(c.message, "m") && is(c.sub_code, "40014") && is(c.request_id, "r"));
  EXPECT(is(errdex_envelope_name(c.envelope), "errcode"));
  EXPECT(errdex_envelope_name(ERRDEX_ENVELOPE_NONE).size == 0);
  EXPECT(errdex_envelope_name(99).size == 0);
  EXPECT(errdex_classify(T("{\"code\":\"NotFound\",\"message\":\"gone\"}"), &c) == ERRDEX_OK);
  EXPECT(c.envelope == ERRDEX_ENVELOPE_CODE_TEXT && c.has_number == 0 && c.is_complete == 0);
  EXPECT(errdex_classify(T("<html>"), &c) == ERRDEX_NOT_FOUND && c.envelope == ERRDEX_ENVELOPE_NONE);
  EXPECT(errdex_classify(T(NULL), &c) == ERRDEX_NOT_FOUND);
  EXPECT(errdex_classify(T("{}"), NULL) == ERRDEX_BAD_ARGUMENT);
}

static void finds_bodies(void) {
  const char* text = "ERROR {\"code\":1,\"msg\":\"a\"} and {\"errcode\":2,\"errmsg\":\"b\"}";
  size_t at = 7;
  size_t length = 7;
  EXPECT(errdex_find_body(T(text), 0, &at, &length) == ERRDEX_OK && at == 6 && length == 20);
  EXPECT(errdex_find_body(T(text), at + length, &at, &length) == ERRDEX_OK && at == 31 && length == 26);
  EXPECT(errdex_find_body(T(text), at + length, &at, &length) == ERRDEX_NOT_FOUND && at == 0 && length == 0);
  EXPECT(errdex_find_body(T(text), 0, NULL, &length) == ERRDEX_BAD_ARGUMENT);
}

static void diagnoses_bodies(void) {
  const errdex_catalog* c = errdex_builtin();
  errdex_evidence what = {{NULL, 0}, 0, NULL, 0, {NULL, 0}, {NULL, 0}};
  errdex_header headers[200];
  errdex_diagnosis d;
  size_t i;
  what.body = T("{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}");
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_OK);
  EXPECT(d.candidate_count == 2 && d.body.number == 40014);
  EXPECT(is(d.candidates[0].space, "wecom") && is(d.candidates[1].space, "dingtalk"));
  EXPECT(d.candidates[0].score > d.candidates[1].score);
  EXPECT(is(errdex_entry_text(d.candidates[0].entry, ERRDEX_CODE, ERRDEX_EN), "40014"));
  EXPECT(has_rule(&d.candidates[0], "number_known") && has_rule(&d.candidates[0], "envelope_shape"));
  EXPECT(!has_rule(&d.candidates[0], "path"));
  EXPECT(d.advice.action == ERRDEX_VERDICT_REFRESH_TOKEN && is(d.advice.rule, "entry"));

  what.url = T("https://oapi.dingtalk.com/topapi/v2/user/get");
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_OK && is(d.candidates[0].space, "dingtalk"));
  EXPECT(has_rule(&d.candidates[0], "host") && has_rule(&d.candidates[0], "path"));

  what.url = T(NULL);
  what.platform = T("dingtalk");
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_OK && d.candidate_count == 1);
  EXPECT(is(d.candidates[0].space, "dingtalk") && has_rule(&d.candidates[0], "platform_given"));
  what.platform = T(NULL);

  for (i = 0; i < 200; ++i) headers[i].name = headers[i].value = T("x");
  headers[127].name = T("error-code");
  headers[127].value = T("40014");
  what.headers = headers;
  what.header_count = 200;
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_OK && has_rule(&d.candidates[0], "error_code_header"));
  what.headers = NULL;
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_BAD_ARGUMENT && d.candidate_count == 0);
  what.header_count = 0;

  what.body =
      T("{\"errcode\":88,\"sub_code\":\"60020\",\"errmsg\":\"ding talk error\",\"request_id\":\"15r\"}");
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_OK && is(d.candidates[0].space, "dingtalk"));
  EXPECT(is(d.candidates[0].code, "88") && is(d.candidates[0].sub_code, "60020"));
  EXPECT(is(errdex_entry_text(d.candidates[0].sub_entry, ERRDEX_CODE, ERRDEX_EN), "60020"));

  what.body = T("{\"errcode\":49999999,\"errmsg\":\"m\"}");
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_OK && d.candidates[0].entry.tables == NULL);
  EXPECT(d.advice.action == ERRDEX_VERDICT_CONTACT_PLATFORM && is(d.advice.rule, "unknown_code"));

  what.body = T("{\"errcode\":0,\"errmsg\":\"ok\"}");
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_OK && d.advice.action == ERRDEX_VERDICT_NONE);

  what.body = T("no body");
  EXPECT(errdex_diagnose(c, &what, &d) == ERRDEX_NOT_FOUND && d.candidate_count == 0);
  EXPECT(d.advice.rule.size == 0);
  EXPECT(errdex_diagnose(NULL, &what, &d) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_diagnose(c, NULL, &d) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_diagnose(c, &what, NULL) == ERRDEX_BAD_ARGUMENT);
}

static void diagnoses_codes(void) {
  errdex_diagnosis d;
  size_t i;
  EXPECT(errdex_diagnose_code(errdex_builtin(), T("40014"), T(NULL), &d) == ERRDEX_OK);
  EXPECT(d.candidate_count >= 3 && d.body.envelope == ERRDEX_ENVELOPE_NONE);
  for (i = 0; i < d.candidate_count; ++i) EXPECT(is(d.candidates[i].code, "40014"));
  EXPECT(errdex_diagnose_code(errdex_builtin(), T("40014"), T("wecom"), &d) == ERRDEX_OK);
  EXPECT(d.candidate_count == 1 && is(d.candidates[0].space, "wecom"));
  EXPECT(d.advice.action == ERRDEX_VERDICT_REFRESH_TOKEN);
  EXPECT(errdex_diagnose_code(errdex_builtin(), T("no such code"), T(NULL), &d) == ERRDEX_NOT_FOUND);
  EXPECT(errdex_diagnose_code(NULL, T("40014"), T(NULL), &d) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_diagnose_code(errdex_builtin(), T("40014"), T(NULL), NULL) == ERRDEX_BAD_ARGUMENT);
  EXPECT(errdex_rule_name(ERRDEX_RULE_COUNT).size == 0);
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: capi_test IMAGE\n");
    return 2;
  }
  looks_up();
  finds_all_readings();
  tells_meanings_apart();
  iterates();
  describes_ranges();
  names_values();
  nothing_is_harmless();
  classifies();
  finds_bodies();
  diagnoses_bodies();
  diagnoses_codes();
  loads_catalogs(argv[1]);
  return failures == 0 ? 0 : 1;
}
