# What every target of this project is compiled with, and the choices of a developer.
option(ERRDEX_DEVELOPER "Build tests, tools and the program; warnings are errors" ${PROJECT_IS_TOP_LEVEL})
option(ERRDEX_TESTS "Build the tests" ${ERRDEX_DEVELOPER})
option(ERRDEX_INSTALL "Add the rules for cmake --install and CPack" ${PROJECT_IS_TOP_LEVEL})
set(ERRDEX_SANITIZE "" CACHE STRING "Sanitizers for the whole build, such as address,undefined or thread")
option(ERRDEX_FUZZERS "Build the libFuzzer targets (needs clang)" OFF)
option(ERRDEX_BENCHMARKS "Build the benchmarks" OFF)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(ERRDEX_CCACHE ccache)
if(ERRDEX_CCACHE AND ERRDEX_DEVELOPER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${ERRDEX_CCACHE}")
endif()

include(GNUInstallDirs)

add_library(errdex_options INTERFACE)
target_compile_features(errdex_options INTERFACE cxx_std_20)
if(ERRDEX_DEVELOPER)
  target_compile_options(errdex_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
      -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Werror>
    # A false alarm on std::string of this compiler: GCC bug 105651.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
endif()
if(ERRDEX_SANITIZE)
  target_compile_options(errdex_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${ERRDEX_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer>)
  target_link_options(errdex_options INTERFACE -fsanitize=${ERRDEX_SANITIZE})
endif()

# yaml-cpp, linked statically where the archive is there: the program then starts without loading it.
find_package(yaml-cpp REQUIRED)
add_library(errdex_yaml INTERFACE)
if(NOT BUILD_SHARED_LIBS)  # The archive of a distribution need not be position-independent.
  find_library(ERRDEX_YAML_ARCHIVE NAMES libyaml-cpp.a)
endif()
target_link_libraries(errdex_yaml INTERFACE $<IF:$<BOOL:${ERRDEX_YAML_ARCHIVE}>,${ERRDEX_YAML_ARCHIVE},yaml-cpp>)

# zlib, zstd and threads, for the program that reads logs; the archives where they are there, for the same reason.
if(ERRDEX_DEVELOPER)
  find_package(Threads REQUIRED)
  find_library(ERRDEX_ZLIB NAMES libz.a z REQUIRED)
  find_library(ERRDEX_ZSTD NAMES libzstd.a zstd REQUIRED)
  add_library(errdex_compression INTERFACE)
  target_link_libraries(errdex_compression INTERFACE "${ERRDEX_ZLIB}" "${ERRDEX_ZSTD}" Threads::Threads)
endif()
