// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/argumentsecrets.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace emberwatch::cli {

namespace {

std::span<char> userInfoOf(char *argument)
{
    char *scheme = std::strstr(argument, "://");
    if (!scheme)
        return {};
    char *begin = scheme + 3;
    char *end = std::strrchr(begin, '@');
    return end ? std::span<char>(begin, end) : std::span<char>();
}

std::span<char> passwordIn(std::span<char> userInfo)
{
    void *colon = userInfo.empty() ? nullptr : std::memchr(userInfo.data(), ':', userInfo.size());
    if (!colon)
        return userInfo;
    return {static_cast<char *>(colon) + 1, userInfo.data() + userInfo.size()};
}

} // namespace

bool hideArgumentSecrets(int argc, char **argv)
{
    bool found = false;
    for (char *argument : std::span<char *>(argv, static_cast<size_t>(argc))) {
        const std::span<char> password = passwordIn(userInfoOf(argument));
        found = found || !password.empty();
        std::fill(password.begin(), password.end(), 'x');
    }
    return found;
}

} // namespace emberwatch::cli
