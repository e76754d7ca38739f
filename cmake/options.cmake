# What every target of ours is compiled with. Nothing here is global: a target asks for it.
add_library(emberwatch_options INTERFACE)
target_compile_options(emberwatch_options INTERFACE -Wall -Wextra -Wconversion)
if(EMBERWATCH_WERROR)
    target_compile_options(emberwatch_options INTERFACE -Werror)
endif()
target_compile_definitions(emberwatch_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_KEYWORDS QT_USE_QSTRINGBUILDER QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(EMBERWATCH_SANITIZE)
    target_compile_options(emberwatch_options INTERFACE
        -fsanitize=${EMBERWATCH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(emberwatch_options INTERFACE -fsanitize=${EMBERWATCH_SANITIZE})
endif()
