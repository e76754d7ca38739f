// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

#include <chrono>

namespace emberwatch {

/// A POST of JSON to an address of the configuration: no redirects, no cookies kept.
[[nodiscard]] QNetworkRequest jsonPost(const QUrl &url, std::chrono::milliseconds timeout);

/// The HTTP status; 0: no answer.
[[nodiscard]] int httpStatusOf(const QNetworkReply *reply);

} // namespace emberwatch
