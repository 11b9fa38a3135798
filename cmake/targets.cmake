# One helper for each kind of target, so that the lists of files read like lists.

# errdex_objects(NAME SOURCES…): a layer of the library, compiled once and linked where it is needed.
function(errdex_objects name)
  add_library(${name} OBJECT ${ARGN})
  target_include_directories(${name} PUBLIC
    "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src" "${PROJECT_BINARY_DIR}/generated/catalog")
  target_link_libraries(${name} PUBLIC errdex_options)
  # A fuzzer follows the paths of the code under it; the run-time library of a sanitizer counts them.
  if(ERRDEX_FUZZERS AND ERRDEX_SANITIZE)
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# errdex_compile_catalog(FOLDER): compiles the YAML files below FOLDER into an image that is linked in.
function(errdex_compile_catalog folder)
  set(out "${PROJECT_BINARY_DIR}/generated/catalog")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.yaml")
  add_custom_command(
    OUTPUT "${out}/image.bin" "${out}/image.S" "${out}/generated_catalog.hpp"
    COMMAND catalogc image --out "${out}" "${PROJECT_SOURCE_DIR}/${folder}"
    DEPENDS catalogc ${sources}
    COMMENT "Compiling the catalog"
    VERBATIM)
  # The assembler file includes the image by its path; without this line a new image would not
  # reach an old object.
  set_source_files_properties("${out}/image.S" PROPERTIES OBJECT_DEPENDS "${out}/image.bin")
  set(ERRDEX_CATALOG_ASSEMBLY "${out}/image.S" PARENT_SCOPE)
  add_custom_target(errdex_catalog_image DEPENDS "${out}/generated_catalog.hpp")
endfunction()

# errdex_library(NAME LAYERS objects… SOURCES …): the library, and NAME_internal for what is linked with it
# here. A shared library hides what the program and the tests use, so they get the same objects in an archive.
function(errdex_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LAYERS;SOURCES")
  list(TRANSFORM arg_LAYERS REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_library(${name} ${arg_SOURCES} ${objects})
  errdex_public_library(${name} ${name})
  if(BUILD_SHARED_LIBS)
    add_library(${name}_internal STATIC ${arg_SOURCES} ${objects})
    errdex_public_library(${name}_internal internal)
  else()
    add_library(${name}_internal ALIAS ${name})
  endif()
endfunction()

# errdex_public_library(TARGET NAME): include paths, the version header, and the name errdex::NAME that users
# link with.
function(errdex_public_library target name)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/version.hpp.in"
                 "${PROJECT_BINARY_DIR}/generated/include/errdex/version.hpp" @ONLY)
  add_library(errdex::${name} ALIAS ${target})
  add_dependencies(${target} errdex_catalog_image)
  target_include_directories(${target}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
           $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated/include>
           $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_BINARY_DIR}/generated/catalog")
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:errdex_options>)
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name} VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
endfunction()

# errdex_test(NAME SOURCES… [DEPS targets…] [LABELS …]): one GoogleTest program.
function(errdex_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPS;LABELS")
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${name} PRIVATE ERRDEX_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE errdex_options ${arg_DEPS} errdex_internal GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "unit;${arg_LABELS}" TIMEOUT 300)
endfunction()
