// What the shared library exports. Everything else in it is hidden.
#ifndef ERRDEX_DETAIL_EXPORT_HPP
#define ERRDEX_DETAIL_EXPORT_HPP

#ifndef ERRDEX_API
#if defined(__GNUC__)
#define ERRDEX_API __attribute__((visibility("default")))
#else
#define ERRDEX_API
#endif
#endif

#endif
