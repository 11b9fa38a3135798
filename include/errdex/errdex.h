/* errdex for C and for every language that can call C.
 *
 *   #include <errdex/errdex.h>
 *
 *   errdex_entry e;
 *   if (errdex_find(errdex_builtin(), errdex_text_of("wecom"), errdex_text_of("40014"), &e) == ERRDEX_OK) {
 *     errdex_text title = errdex_entry_text(e, ERRDEX_TITLE, ERRDEX_EN);
 *     printf("%.*s\n", ERRDEX_PRINT(title));
 *     if (errdex_entry_verdict(e) == ERRDEX_VERDICT_REFRESH_TOKEN) fetch_a_token();
 *   }
 *
 *   errdex_diagnosis d;
 *   errdex_evidence what = {0};
 *   what.body = errdex_text_of("{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}");
 *   if (errdex_diagnose(errdex_builtin(), &what, &d) == ERRDEX_OK) {
 *     printf("%.*s\n", ERRDEX_PRINT(d.candidates[0].space));
 *     if (d.advice.action == ERRDEX_VERDICT_REFRESH_TOKEN) fetch_a_token();
 *   }
 *
 * Texts are UTF-8 and not terminated; they live as long as their catalog, the built-in one for ever.
 * Entries are values: copy them, there is nothing to free. An entry of all zeros stands for none; reading
 * it gives empty texts and zeros.
 *
 * Only the functions that make a catalog allocate memory. All may be called from several threads at once,
 * except errdex_catalog_free for a catalog that is still in use. Nothing is thrown out of this interface.
 * What the texts, statuses and verdicts mean is said in errdex/catalog.hpp and errdex/vocabulary.hpp.
 */
#ifndef ERRDEX_ERRDEX_H
#define ERRDEX_ERRDEX_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef ERRDEX_API
#if defined(__GNUC__)
#define ERRDEX_API __attribute__((visibility("default")))
#else
#define ERRDEX_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a call came to. */
typedef enum errdex_result {
  ERRDEX_OK = 0,
  ERRDEX_NOT_FOUND = 1,    /**< No such code, space, number or position; the output is all zeros. */
  ERRDEX_BAD_ARGUMENT = 2, /**< A pointer that has to be given is NULL. */
  ERRDEX_BAD_IMAGE = 3,    /**< The bytes are no compiled catalog, or one cannot be built. */
  ERRDEX_NO_MEMORY = 4
} errdex_result;

typedef enum errdex_language { ERRDEX_EN = 0, ERRDEX_ZH = 1 } errdex_language;

/** Canonical status: the names and numbers of google.rpc.Code. */
typedef enum errdex_status {
  ERRDEX_STATUS_OK = 0,
  ERRDEX_STATUS_CANCELLED = 1,
  ERRDEX_STATUS_UNKNOWN = 2,
  ERRDEX_STATUS_INVALID_ARGUMENT = 3,
  ERRDEX_STATUS_DEADLINE_EXCEEDED = 4,
  ERRDEX_STATUS_NOT_FOUND = 5,
  ERRDEX_STATUS_ALREADY_EXISTS = 6,
  ERRDEX_STATUS_PERMISSION_DENIED = 7,
  ERRDEX_STATUS_RESOURCE_EXHAUSTED = 8,
  ERRDEX_STATUS_FAILED_PRECONDITION = 9,
  ERRDEX_STATUS_ABORTED = 10,
  ERRDEX_STATUS_OUT_OF_RANGE = 11,
  ERRDEX_STATUS_UNIMPLEMENTED = 12,
  ERRDEX_STATUS_INTERNAL = 13,
  ERRDEX_STATUS_UNAVAILABLE = 14,
  ERRDEX_STATUS_DATA_LOSS = 15,
  ERRDEX_STATUS_UNAUTHENTICATED = 16
} errdex_status;

/** What to do about one failed call. */
typedef enum errdex_verdict {
  ERRDEX_VERDICT_NONE = 0,
  ERRDEX_VERDICT_RETRY = 1,
  ERRDEX_VERDICT_SLOW_DOWN = 2,
  ERRDEX_VERDICT_REFRESH_TOKEN = 3,
  ERRDEX_VERDICT_REAUTHORIZE = 4,
  ERRDEX_VERDICT_FIX_REQUEST = 5,
  ERRDEX_VERDICT_FIX_SETUP = 6,
  ERRDEX_VERDICT_GRANT_PERMISSION = 7,
  ERRDEX_VERDICT_FIX_STATE = 8,
  ERRDEX_VERDICT_RAISE_QUOTA = 9,
  ERRDEX_VERDICT_WAIT = 10,
  ERRDEX_VERDICT_MIGRATE = 11,
  ERRDEX_VERDICT_CONTACT_PLATFORM = 12,
  ERRDEX_VERDICT_STOP = 13
} errdex_verdict;

/** A text: `size` bytes of UTF-8, not terminated. `data` may be NULL when `size` is 0. */
typedef struct errdex_text {
  const char* data;
  size_t size;
} errdex_text;

/** A terminated string as a text. */
static inline errdex_text errdex_text_of(const char* terminated) {
  errdex_text text;
  text.data = terminated;
  text.size = terminated == NULL ? 0 : strlen(terminated);
  return text;
}

/** The two arguments of "%.*s". */
#define ERRDEX_PRINT(text) (int)(text).size, (text).size == 0 ? "" : (text).data

/** A catalog: the built-in one, or one made by a function below. */
typedef struct errdex_catalog errdex_catalog;

/** A space of a catalog: 1 to errdex_space_count; 0 is none. */
typedef uint32_t errdex_space_id;

/** One entry of a catalog. Its members are not for programs. */
typedef struct errdex_entry {
  const void* tables;
  uint32_t index;
} errdex_entry;

/** The version of the library that runs, such as "0.1.0"; terminated. */
ERRDEX_API const char* errdex_version(void);

/* --- catalogs ------------------------------------------------------------------------------ */

/** The catalog that is part of the library. */
ERRDEX_API const errdex_catalog* errdex_builtin(void);

/** Makes a catalog from a compiled image; the bytes are copied. What is wrong with them is written to
 *  `message`, terminated and cut to `message_size` bytes; NULL and 0 if nobody wants to know. */
ERRDEX_API errdex_result errdex_catalog_from_image(const void* image, size_t size, errdex_catalog** out,
                                                   char* message, size_t message_size);

/** Makes a catalog with everything of both. An entry of `addition` replaces one of `base` with the same
 *  space, code and context. */
ERRDEX_API errdex_result errdex_catalog_combine(const errdex_catalog* base, const errdex_catalog* addition,
                                                errdex_catalog** out, char* message, size_t message_size);

/** Frees a catalog and ends the life of its texts. NULL and the built-in one are left alone. */
ERRDEX_API void errdex_catalog_free(errdex_catalog* catalog);

/* --- spaces -------------------------------------------------------------------------------- */

ERRDEX_API uint32_t errdex_space_count(const errdex_catalog* catalog);

/** The space with this name, such as "feishu.server"; 0 when there is none. */
ERRDEX_API errdex_space_id errdex_space_named(const errdex_catalog* catalog, errdex_text name);

typedef enum errdex_space_field {
  ERRDEX_SPACE_NAME = 0,
  ERRDEX_SPACE_TITLE = 1,
  ERRDEX_SPACE_PLATFORM = 2,
  ERRDEX_SPACE_PLATFORM_TITLE = 3,
  ERRDEX_SPACE_SCHEME = 4
} errdex_space_field;

/** A text of a space; empty for an id that the catalog does not have. */
ERRDEX_API errdex_text errdex_space_text(const errdex_catalog* catalog, errdex_space_id space,
                                         errdex_space_field field, errdex_language lang);

/** A part of a space whose numbers have something in common. */
typedef struct errdex_range {
  int64_t from;
  int64_t to; /**< Inclusive. */
  errdex_text title_en;
  errdex_text title_zh;
} errdex_range;

/** The narrowest described range that contains the number. */
ERRDEX_API errdex_result errdex_range_of(const errdex_catalog* catalog, errdex_space_id space, int64_t number,
                                         errdex_range* out);

/* --- look-ups ------------------------------------------------------------------------------ */

/** The entry for a code as it stands on the wire, in the space with this name; the first meaning if the
 *  code has several. */
ERRDEX_API errdex_result errdex_find(const errdex_catalog* catalog, errdex_text space, errdex_text code,
                                     errdex_entry* out);

/** The same with a number and the id of the space: the fastest look-up. */
ERRDEX_API errdex_result errdex_find_number(const errdex_catalog* catalog, errdex_space_id space,
                                            int64_t number, errdex_entry* out);

/** The entry with this name in the space with this name. */
ERRDEX_API errdex_result errdex_find_name(const errdex_catalog* catalog, errdex_text space, errdex_text name,
                                          errdex_entry* out);

/** Every entry with this number, over all spaces and meanings. Writes the first `capacity` of them to
 *  `out` and returns how many there are. */
ERRDEX_API size_t errdex_find_all(const errdex_catalog* catalog, int64_t number, errdex_entry* out,
                                  size_t capacity);

/** The entry with the number nearest to this one; the lower one of two equally near. */
ERRDEX_API errdex_result errdex_nearest(const errdex_catalog* catalog, errdex_space_id space, int64_t number,
                                        errdex_entry* out);

/* --- iteration ----------------------------------------------------------------------------- */

/** Number of entries, of one space or, with space 0, of all. */
ERRDEX_API size_t errdex_entry_count(const errdex_catalog* catalog, errdex_space_id space);

/** The entry at a position from 0, of one space or, with space 0, of all. */
ERRDEX_API errdex_result errdex_entry_at(const errdex_catalog* catalog, errdex_space_id space,
                                         size_t position, errdex_entry* out);

/* --- entries ------------------------------------------------------------------------------- */

typedef enum errdex_field {
  ERRDEX_CODE = 0,
  ERRDEX_NAME = 1,
  ERRDEX_MESSAGE = 2, /**< What the platform documents or sends, letter for letter. */
  ERRDEX_TITLE = 3,   /**< In the language asked for, as is the cause. */
  ERRDEX_CAUSE = 4,
  ERRDEX_SPACE = 5, /**< Name of the space. */
  ERRDEX_GROUP = 6,
  ERRDEX_REPLACED_BY = 7,
  ERRDEX_SOURCE_DOCUMENT = 8,
  ERRDEX_SOURCE_TITLE = 9,
  ERRDEX_SOURCE_URL = 10,
  ERRDEX_SOURCE_SEEN = 11
} errdex_field;

/** A text of an entry; empty when it has none. */
ERRDEX_API errdex_text errdex_entry_text(errdex_entry entry, errdex_field field, errdex_language lang);

typedef enum errdex_list {
  ERRDEX_FIX = 0, /**< In the language asked for. */
  ERRDEX_ALIASES = 1,
  ERRDEX_SEE = 2,
  ERRDEX_NOTES = 3
} errdex_list;

ERRDEX_API size_t errdex_entry_list_size(errdex_entry entry, errdex_list list, errdex_language lang);

/** An item of a list, from 0; empty behind its end. */
ERRDEX_API errdex_text errdex_entry_list_item(errdex_entry entry, errdex_list list, errdex_language lang,
                                              size_t position);

/** The code as a number; ERRDEX_NOT_FOUND for a code that is a text. */
ERRDEX_API errdex_result errdex_entry_number(errdex_entry entry, int64_t* out);

ERRDEX_API errdex_status errdex_entry_status(errdex_entry entry);

/** The verdict when no override applies. */
ERRDEX_API errdex_verdict errdex_entry_verdict(errdex_entry entry);

/** 1 when the platform's document gives the reason or the advice, 0 when they were concluded. */
ERRDEX_API int errdex_entry_is_documented(errdex_entry entry);

/** 1 when the platform does not use the code any more. */
ERRDEX_API int errdex_entry_is_obsolete(errdex_entry entry);

/** The documented number of repetitions after the first attempt; ERRDEX_NOT_FOUND if there is none. */
ERRDEX_API errdex_result errdex_entry_retry_limit(errdex_entry entry, uint32_t* out);

/** Line of the source document, from 1; 0 when there is none. */
ERRDEX_API uint32_t errdex_entry_source_line(errdex_entry entry);

/** The next entry of the same space and code, when a code has several meanings. */
ERRDEX_API errdex_result errdex_entry_next_meaning(errdex_entry entry, errdex_entry* out);

/** A key with its value. */
typedef struct errdex_property {
  errdex_text key;
  errdex_text value;
} errdex_property;

/** What tells this meaning from another of the same code. */
ERRDEX_API size_t errdex_entry_context_size(errdex_entry entry);
ERRDEX_API errdex_result errdex_entry_context_item(errdex_entry entry, size_t position, errdex_property* out);

/** A verdict that replaces the entry's own when each of its conditions holds. */
typedef struct errdex_override {
  errdex_verdict verdict;
  errdex_text reason;
  size_t condition_count;
} errdex_override;

/** The overrides of an entry; the first that matches counts. */
ERRDEX_API size_t errdex_entry_override_count(errdex_entry entry);
ERRDEX_API errdex_result errdex_entry_override_at(errdex_entry entry, size_t position, errdex_override* out);
ERRDEX_API errdex_result errdex_entry_override_condition(errdex_entry entry, size_t position,
                                                         size_t condition, errdex_property* out);

/** A fact about a bound. A text that is absent is empty. */
typedef struct errdex_limit {
  errdex_text field;
  int has_min, has_max, has_count;
  double min, max, count;
  errdex_text unit;
  errdex_text charset;
  errdex_text window;
  errdex_text per;
  size_t value_count; /**< How many allowed values are listed. */
} errdex_limit;

ERRDEX_API size_t errdex_entry_limit_count(errdex_entry entry);
ERRDEX_API errdex_result errdex_entry_limit_at(errdex_entry entry, size_t position, errdex_limit* out);
ERRDEX_API errdex_text errdex_entry_limit_value(errdex_entry entry, size_t position, size_t value);

/* --- names --------------------------------------------------------------------------------- */

/* They take an int, so that a number that is none of the set can be asked about. */

/** "NOT_FOUND"; empty for a value outside the set. */
ERRDEX_API errdex_text errdex_status_name(int value);
/** "refresh_token"; empty for a value outside the set. */
ERRDEX_API errdex_text errdex_verdict_name(int value);
/** One sentence that says what the verdict asks for. */
ERRDEX_API errdex_text errdex_verdict_meaning(int value, errdex_language lang);

/* --- what an answer says ------------------------------------------------------------------- */

/** The shape of a response that carries a code; errdex/diagnose.hpp says which keys make which. */
typedef enum errdex_envelope {
  ERRDEX_ENVELOPE_NONE = 0,
  ERRDEX_ENVELOPE_ERRCODE = 1,
  ERRDEX_ENVELOPE_CODE = 2,
  ERRDEX_ENVELOPE_CODE_TEXT = 3,
  ERRDEX_ENVELOPE_ERRNO = 4,
  ERRDEX_ENVELOPE_ERROR_CODE_CAMEL = 5,
  ERRDEX_ENVELOPE_ERROR_CODE = 6,
  ERRDEX_ENVELOPE_ERROR = 7,
  ERRDEX_ENVELOPE_ERROR_RESPONSE = 8
} errdex_envelope;

/** What stands in a body. Texts point into the body, as on the wire; empty when they are absent. */
typedef struct errdex_classification {
  errdex_envelope envelope;
  int has_number;
  int is_complete; /**< Every key of the envelope stands there. */
  int64_t number;  /**< The code, when has_number. */
  errdex_text code;
  errdex_text message;
  errdex_text sub_code;
  errdex_text request_id;
} errdex_classification;

/** Finds the envelope of a body in some tens of nanoseconds; ERRDEX_NOT_FOUND when it is none of them. */
ERRDEX_API errdex_result errdex_classify(errdex_text body, errdex_classification* out);

/** Finds the first JSON object at or behind `from` that errdex_classify recognises inside a longer text:
 *  where it begins, and its length. */
ERRDEX_API errdex_result errdex_find_body(errdex_text text, size_t from, size_t* offset, size_t* length);

/** A header of a response, as received. */
typedef struct errdex_header {
  errdex_text name;
  errdex_text value;
} errdex_header;

/** What is known about one failed call. Set it to zeros; everything is optional. */
typedef struct errdex_evidence {
  errdex_text body;
  int http_status;              /**< 0 when it is not known. */
  const errdex_header* headers; /**< The first ERRDEX_MAX_HEADERS are read. */
  size_t header_count;
  errdex_text url;      /**< Absolute, or a path such as "/cgi-bin/gettoken". */
  errdex_text platform; /**< Name of a platform or a space, when the caller knows it. */
} errdex_evidence;

enum { ERRDEX_MAX_HEADERS = 128, ERRDEX_MAX_CANDIDATES = 12, ERRDEX_RULE_COUNT = 14 };

/** One reading of the evidence. */
typedef struct errdex_candidate {
  errdex_text space;
  errdex_text code;       /**< As in the evidence; under DingTalk's 88 still "88". */
  errdex_text sub_code;   /**< The true code behind a wrapper; empty without one. */
  errdex_entry entry;     /**< None when the space does not list the code. */
  errdex_entry sub_entry; /**< The entry of sub_code in the same space; none when there is none. */
  int score;              /**< Only for comparison inside one diagnosis. */
  uint32_t rules;         /**< Bit n: rule n speaks for the candidate; see errdex_rule_name. */
} errdex_candidate;

/** What to do about the best candidate. */
typedef struct errdex_advice {
  errdex_verdict action; /**< For a code that is not listed ERRDEX_VERDICT_CONTACT_PLATFORM. */
  errdex_text rule;      /**< "entry", "sub_code", "override:http_status" …, "success", "unknown_code". */
  errdex_text reason;    /**< The catalog's reason for an override, or empty. */
  int has_retry_limit;
  uint32_t retry_limit; /**< Documented number of repetitions after the first attempt. */
} errdex_advice;

/** Ranked readings of one answer or code, best first. Texts live as long as the evidence and the catalog. */
typedef struct errdex_diagnosis {
  errdex_classification body;
  size_t candidate_count;
  errdex_candidate candidates[ERRDEX_MAX_CANDIDATES]; /**< All zeros behind candidate_count. */
  errdex_advice advice;
} errdex_diagnosis;

/** Ranks what an answer can mean. ERRDEX_NOT_FOUND when nothing of these platforms was found. An unknown
 *  code of a recognised space is found: its candidate has no entry. */
ERRDEX_API errdex_result errdex_diagnose(const errdex_catalog* catalog, const errdex_evidence* what,
                                         errdex_diagnosis* out);

/** The same for a bare code, a number or a text, of one space or platform or, with an empty text, of all. */
ERRDEX_API errdex_result errdex_diagnose_code(const errdex_catalog* catalog, errdex_text code,
                                              errdex_text platform, errdex_diagnosis* out);

/** "errcode", "code", "code_text" …; empty for none and for a value outside the set. */
ERRDEX_API errdex_text errdex_envelope_name(int value);
/** Name of the rule of bit n of errdex_candidate.rules, such as "wecom_hint"; empty from ERRDEX_RULE_COUNT
 * on. */
ERRDEX_API errdex_text errdex_rule_name(unsigned bit);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif
