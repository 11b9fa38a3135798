#include <errdex/errdex.h>
#include <stdio.h>

int main(void) {
  errdex_entry e;
  if (errdex_find(errdex_builtin(), errdex_text_of("wecom"), errdex_text_of("40014"), &e) != ERRDEX_OK)
    return 1;
  errdex_text name = errdex_entry_text(e, ERRDEX_NAME, ERRDEX_EN);
  printf("40014 %.*s %.*s\n", ERRDEX_PRINT(name), ERRDEX_PRINT(errdex_verdict_name(errdex_entry_verdict(e))));
  return 0;
}
