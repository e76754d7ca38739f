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

bool isWebhook(const char *argument, const char *before)
{
    return std::strncmp(argument, "--webhook=", 10) == 0 || std::strcmp(before, "--webhook") == 0;
}

/// "/services/T0/B0/key" of "https://hooks.example/services/T0/B0/key".
std::span<char> behindHost(char *argument)
{
    char *scheme = std::strstr(argument, "://");
    char *path = scheme ? std::strpbrk(scheme + 3, "/?") : nullptr;
    return path ? std::span<char>(path, std::strlen(path)) : std::span<char>();
}

void overwrite(std::span<char> secret)
{
    std::fill(secret.begin(), secret.end(), 'x');
}

} // namespace

bool hideArgumentSecrets(int argc, char **argv)
{
    bool found = false;
    const char *before = "";
    for (char *argument : std::span<char *>(argv, static_cast<size_t>(argc))) {
        const std::span<char> password = passwordIn(userInfoOf(argument));
        found = found || !password.empty();
        overwrite(password);
        if (isWebhook(argument, before))
            overwrite(behindHost(argument));
        before = argument;
    }
    return found;
}

} // namespace emberwatch::cli
